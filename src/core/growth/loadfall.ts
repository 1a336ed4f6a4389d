import { median } from './median';

/**
 * By how many percent load fell from a high to a later low, the greatest such fall, where the count was no lower at that
 * low; undefined below 10 %, or where the count came down too. Levels are medians over a tenth of the window. This is what
 * people mean by a leak: "it did not come down when traffic did".
 */
export function loadFall(load: Float64Array, minima: Float64Array): number | undefined {
  const wide = Math.max(1, Math.round(load.length / 20));
  const level = (column: Float64Array, i: number) => median(column.subarray(Math.max(0, i - wide), i + wide + 1));
  const levels = Float64Array.from(load, (_, i) => level(load, i));
  let high = 0;
  let best = { fall: 0, high: 0, low: 0 };
  levels.forEach((value, i) => {
    high = value > (levels[high] as number) ? i : high;
    const fall = 1 - value / (levels[high] as number);
    best = fall > best.fall ? { fall, high, low: i } : best;
  });
  const stayed = level(minima, best.low) >= level(minima, best.high);
  return best.fall >= 0.1 && stayed ? 100 * best.fall : undefined;
}
