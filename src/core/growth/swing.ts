import { runsOf } from './cells';

/** What falls by this share of its rise is known to come and go. */
export const SWING = 0.5;

/** The most that a column fell from any earlier value of the same run; 0 where it never falls. */
export function largestFall(values: Float64Array, starts: readonly number[] = [0]): number {
  let most = 0;
  for (const { from, to } of runsOf(starts, values.length)) {
    let peak = -Infinity;
    for (let i = from; i < to; i++) {
      peak = Math.max(peak, values[i] as number);
      most = Math.max(most, peak - (values[i] as number));
    }
  }
  return most;
}
