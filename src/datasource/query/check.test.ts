import { checkGoroutines, checkMemory } from './check';

const goroutines = { refId: 'A', queryType: 'goroutines', groupBy: 'stack', top: 10 } as const;
const memory = { refId: 'A', queryType: 'memory', view: 'fields', fields: ['HeapAlloc'] } as const;

test('reads what a variable filled in', () => {
  expect(checkGoroutines({ ...goroutines, top: '7', focus: 'a|b' })).toEqual({
    groupBy: 'stack',
    top: 7,
    focus: /a|b/,
    ignore: undefined,
  });
});

test('top is 10 unless said, and means nothing for the total', () => {
  expect(checkGoroutines({ ...goroutines, top: undefined }).top).toBe(10);
  expect(() => checkGoroutines({ ...goroutines, groupBy: 'total', top: 'x' })).not.toThrow();
});

test.each([
  [{ top: '$n' }, /“Top” is “\$n”.*whole number/],
  [{ top: 0 }, /whole number from 1/],
  [{ groupBy: 'colour' as 'stack' }, /“colour”.*total, stack, function/],
  [{ focus: '(' }, /“Focus” is not a regular expression/],
])('refuses %j in words', (change, expected) => {
  expect(() => checkGoroutines({ ...goroutines, ...change })).toThrow(expected);
});

test.each([
  [{ fields: ['HeapAloc'] }, /no memory field “HeapAloc”.*HeapAlloc/],
  [{ fields: [] }, /at least one/],
  [{ view: 'pie' as 'bands' }, /“pie”.*bands, fields/],
])('refuses %j in words', (change, expected) => {
  expect(() => checkMemory({ ...memory, fields: ['HeapAlloc'], ...change })).toThrow(expected);
});
