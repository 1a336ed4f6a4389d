import { runsOf } from './cells';
import { median } from './median';

/** A column's level at four moments of the window: its beginning, its thirds, its end. */
export interface Climb {
  readonly knots: readonly [number, number, number, number];
  /** Higher at each knot than at the one before, and at the end still by a tenth of all that was won. */
  readonly steady: boolean;
  /** Of all that was won, the share in the last third. */
  readonly lastShare: number;
  /** Last knot less the first, carried on to the whole window (the knots' middles are 7/8 of it apart). */
  readonly rise: number;
}

const STILL_GROWING = 0.1;

/**
 * A leak goes on. A step, a burst at the end, a pool that filled up and a single turn of a wave do not: they stand still
 * or fall in one third of the window. "High but flat" ends here. Knots are medians over an eighth of the window.
 * Runs are set upon the first at the pace of `slope` (per minute), for a restart's fall is not the leak's.
 */
export function climbOf(minutes: Float64Array, values: Float64Array, starts: readonly number[], slope: number): Climb {
  const joined = new Float64Array(values.length);
  let first: number | undefined;
  for (const { from, to } of runsOf(starts, values.length)) {
    let level = 0;
    for (let i = from; i < to; i++) {
      level += (values[i] as number) - slope * (minutes[i] as number);
    }
    level /= to - from;
    first ??= level;
    for (let i = from; i < to; i++) {
      joined[i] = (values[i] as number) - level + first;
    }
  }
  const n = values.length;
  const wide = Math.max(1, Math.round(n / 8));
  const knotAt = (share: number) => {
    const from = Math.round((n - wide) * share);
    return median(joined.subarray(from, from + wide));
  };
  const knots = [knotAt(0), knotAt(1 / 3), knotAt(2 / 3), knotAt(1)] as const;
  const won = knots[3] - knots[0];
  const lastShare = won > 0 ? (knots[3] - knots[2]) / won : 0;
  const steady = knots[1] > knots[0] && knots[2] > knots[1] && lastShare > STILL_GROWING;
  return { knots, steady, lastShare, rise: n > wide ? (won * n) / (n - wide) : 0 };
}
