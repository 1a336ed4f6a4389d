import { counted, timesText, whole } from './numbers';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [11_718, '11,718'],
  [1_234_567, '1,234,567'],
  [-9756, '-9,756'],
  [999.7, '1,000'],
])('%d is %s', (value, text) => expect(whole(value)).toBe(text));

it('counts things', () => {
  expect([counted(1, 'gap'), counted(2, 'gap'), counted(11_718, 'goroutine')]).toEqual([
    '1 gap',
    '2 gaps',
    '11,718 goroutines',
  ]);
  expect(counted(1000, 'stack falls', 'stacks fall')).toBe('1,000 stacks fall');
  expect([timesText(1), timesText(1200)]).toEqual(['once', '1,200 times']);
});
