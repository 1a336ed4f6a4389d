import { median, select } from './median';
import { seededRandom } from './random';
import { MOST_PAIRS, theilSen } from './theilsen';

const days = (...values: number[]) => Float64Array.from(values);

function brute(times: Float64Array, values: Float64Array): number {
  const slopes: number[] = [];
  times.forEach((later, j) =>
    times.slice(0, j).forEach((earlier, i) => slopes.push(((values[j] ?? 0) - (values[i] ?? 0)) / (later - earlier)))
  );
  slopes.sort((a, b) => a - b);
  const half = slopes.length / 2;
  return slopes.length % 2 ? (slopes[Math.floor(half)] ?? 0) : ((slopes[half - 1] ?? 0) + (slopes[half] ?? 0)) / 2;
}

describe('Theil-Sen', () => {
  // Sen (1968), JASA 63, his example: t = 1 2 3 4 10 12 18, x = 9 15 19 20 45 55 78, the estimate is 4.
  it('is 4 in the example of Sen', () => {
    expect(theilSen(days(1, 2, 3, 4, 10, 12, 18), days(9, 15, 19, 20, 45, 55, 78))).toBe(4);
  });

  it('is the median of all pairs', () => {
    const random = seededRandom(2);
    for (let run = 0; run < 20; run++) {
      const times = Float64Array.from({ length: 3 + run }, (_, i) => i + random() / 2);
      const values = times.map(() => Math.floor(random() * 9));
      expect(theilSen(times, values)).toBeCloseTo(brute(times, values), 12);
    }
  });

  it('does not mind a quarter of nonsense', () => {
    const times = Float64Array.from({ length: 100 }, (_, i) => i);
    const values = times.map((time) => (time % 4 === 0 ? 1000 * (50 - time) : 3 * time));
    expect(theilSen(times, values)).toBeCloseTo(3, 6);
  });

  it('compares only within runs', () => {
    const times = Float64Array.from({ length: 20 }, (_, i) => i);
    const values = times.map((time) => 2 * time - (time >= 10 ? 500 : 0));
    expect(theilSen(times, values, [0, 10])).toBe(2);
    expect(theilSen(times, values)).toBeLessThan(0);
  });

  it('draws the same pairs for the same seed, and comes near to all of them', () => {
    const random = seededRandom(9);
    const times = Float64Array.from({ length: 300 }, (_, i) => i);
    const values = times.map((time) => 0.5 * time + 40 * random());
    expect((300 * 299) / 2).toBeGreaterThan(MOST_PAIRS);
    expect(theilSen(times, values, [0], 7)).toBe(theilSen(times, values, [0], 7));
    expect(theilSen(times, values, [0], 7)).toBeCloseTo(brute(times, values), 2);
    expect(theilSen(times, values, [0, 150], 7)).toBeCloseTo(0.5, 1);
  });

  it('is not a number without a pair', () => {
    expect(theilSen(days(1), days(1))).toBeNaN();
    expect(theilSen(days(1, 1), days(1, 2))).toBeNaN();
  });
});

it('selects and takes medians as sorting does', () => {
  const random = seededRandom(4);
  for (let run = 1; run < 60; run++) {
    const values = Float64Array.from({ length: run }, () => Math.floor(random() * 12));
    const sorted = values.slice().sort();
    const k = Math.floor(random() * run);
    expect(select(values.slice(), k)).toBe(sorted[k]);
    expect(median(values)).toBe(((sorted[(run - 1) >> 1] ?? 0) + (sorted[run >> 1] ?? 0)) / 2);
  }
  expect(median([])).toBeNaN();
});
