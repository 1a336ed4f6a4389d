/** @jest-environment node */
import { count, figure, megabytes, table } from './table';

it('pads the columns: the first to the left, the others to the right', () => {
  expect(
    table(
      ['input', 'ms'],
      [
        ['heap', '4.2'],
        ['goroutines', '42'],
      ]
    )
  ).toBe(['| input      |  ms |', '| ---------- | --: |', '| heap       | 4.2 |', '| goroutines |  42 |'].join('\n'));
});

it('leaves a cell that is missing empty', () => {
  expect(table(['a', 'b'], [['x']])).toContain('| x   |     |');
});

it.each([
  [0, '0'],
  [0.00042, '0.0004'],
  [0.0421, '0.042'],
  [1, '1.0'],
  [4.249, '4.2'],
  [9.96, '10'],
  [42.4, '42'],
  [1234.5, '1235'],
  [-4.21, '-4.2'],
  [NaN, '–'],
  [Infinity, '–'],
])('prints %p as %s', (value, text) => {
  expect(figure(value)).toBe(text);
});

it('prints counts and bytes', () => {
  expect([count(49), count(2001), count(83176), megabytes(8202), megabytes(44_900_000)]).toEqual([
    '49',
    '2.0k',
    '83k',
    '0.0082',
    '45',
  ]);
});
