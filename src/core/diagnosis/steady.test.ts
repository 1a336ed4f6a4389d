import type { Series } from './series';
import { steadyTrend } from './steady';
import type { Look } from './trend';

/** A run of 300 s with a sample a second; looks are 10 s apart. */
const SERIES: Series = {
  times: Float64Array.from({ length: 301 }, (_, second) => 1_000 * second),
  values: new Float64Array(301),
  segments: [{ from: 0, to: 301 }],
};

/** Looks newest first, as the series was 0, 10, 20 ... s ago; all before are the last one. */
function rises(...growth: Array<Look['growth'] | undefined>): boolean | undefined {
  const looks: number[] = [];
  const trend = steadyTrend(SERIES, 300_000, ({ segments, times, values }) => {
    const back = (300 - (times.at(-1) as number) / 1_000) / 10;
    looks.push(back);
    expect([values.length, segments.at(-1)!.to]).toEqual([times.length, times.length]);
    const grade = growth[back] ?? (back < growth.length ? undefined : growth.at(-1));
    const slope = { perMinute: 1, low: 0.5, high: 1.5, error: 0.2 };
    return grade && { growth: grade, slope, minutes: 5, first: 1, last: 6 };
  });
  expect(looks).toEqual(looks.map((_, i) => i));
  return trend?.rises;
}

test('what is sure twice rises', () => expect(rises('sure', 'sure')).toBe(true));
test('what was sure and is still likely rises', () => {
  expect(rises('likely', 'sure')).toBe(true);
  expect(rises('likely', 'likely', 'likely', 'sure', 'none')).toBe(true);
});
test('what is sure for the first time waits for a second look', () => expect(rises('sure', 'none')).toBe(false));
test('what is sure and was likely rises', () => expect(rises('sure', 'likely', 'none')).toBe(true));
test('what never was sure does not rise', () => expect(rises('likely', 'likely')).toBe(false));
test('what fell back in between begins anew', () => {
  expect(rises('none', 'sure')).toBe(false);
  expect(rises('likely', 'none', 'sure')).toBe(false);
});
test('what was sure too long ago is not any more', () => {
  expect(rises(...Array<'likely'>(10).fill('likely'), 'sure')).toBe(false);
});
test('too little to look at', () => {
  expect(rises(undefined)).toBeUndefined();
  expect(rises('sure', undefined)).toBe(false);
});
