import { lowTide } from './lowtide';
import { seededRandom } from './random';

describe('the low tide', () => {
  it('is the least of each window, by brute force, and crosses no cut', () => {
    const random = seededRandom(1);
    for (let run = 0; run < 40; run++) {
      const values = Float64Array.from({ length: 5 + run }, () => Math.floor(random() * 20));
      const window = 1 + Math.floor(random() * 6);
      const cut = Math.floor(values.length / 2);
      const expected: Array<[number, number]> = [];
      for (const [from, to] of [
        [0, cut],
        [cut, values.length],
      ] as const) {
        for (let i = from + window - 1; i < to; i++) {
          expected.push([i, Math.min(...values.slice(i - window + 1, i + 1))]);
        }
      }
      const tide = lowTide(values, window, [0, cut]);
      expect([...tide.index].map((i, k) => [i, tide.values[k]])).toEqual(expected);
    }
  });

  it('is level under a wave of its window, and rises with what is left behind', () => {
    const wave = Float64Array.from({ length: 200 }, (_, i) => 50 + 50 * Math.sin((2 * Math.PI * i) / 40));
    const { values } = lowTide(wave, 40);
    expect(Math.max(...values) - Math.min(...values)).toBeLessThan(0.4);
    const { values: rising } = lowTide(
      wave.map((value, i) => value + i / 4),
      41
    );
    expect((rising.at(-1) ?? 0) - (rising[0] ?? 0)).toBeGreaterThan(30);
    expect(rising.every((value, i) => i === 0 || value >= (rising[i - 1] ?? 0) - 1e-9)).toBe(true);
  });

  it('refuses a window of nothing', () => {
    expect(() => lowTide(new Float64Array(3), 0)).toThrow('a window of 0 values');
  });
});
