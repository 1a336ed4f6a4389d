/** @jest-environment node */
import { fastest, interleave, median } from './rounds';
import { countSamples } from './samples';

describe('interleave', () => {
  it('runs all in turn, each round from another one on, and leaves out the warm rounds', async () => {
    const order: string[] = [];
    const timed = ['a', 'b', 'c'].map((name) => ({
      name,
      run: () => {
        order.push(name);
        return order.length;
      },
    }));
    const times = await interleave(timed, { warm: 1, rounds: 2 });
    expect(order.join('')).toBe('abcbcacab');
    expect(times).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] });
  });
});

it.each([
  [[], NaN],
  [[3], 3],
  [[9, 1, 5], 5],
  [[10, 1, 2, 9], 5.5],
])('takes the median of %p', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('takes the fastest', () => {
  expect(fastest([3, 1, 2])).toBe(1);
  expect(fastest([])).toBeNaN();
});

it('counts samples: top-level messages with field number 2', () => {
  const sample = [0x12, 2, 0x12, 0];
  const other = [0x22, 1, 0x12, 0x48, 0x80, 0x12, 0x32, 0];
  expect(countSamples(Uint8Array.from([...sample, ...other, 0x12, 0, ...sample]))).toBe(3);
});
