import { segmentsOf, type Segment } from '../growth/segments';
import type { TimestampMs } from '../scrape';
import type { Situation } from './situation';

/** One figure over the moments that told it, cut at gaps, without the warm-up. */
export interface Series {
  /** When, ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** Of the cells of both. */
  readonly segments: readonly Segment[];
}

const WARM_UP_MS = 60_000;
const WARM_UP_INTERVALS = 5;
/** Of what is known of a young process, at most this share is dropped. */
const WARM_UP_SHARE = 0.1;

/**
 * The moments of one run that told a figure (NaN: not told). Warm-up is dropped as core/growth does, 60 s after the start
 * and at least 5 intervals, but not more than a tenth of a young process's life, which would leave nothing to look at.
 */
export function seriesOf(
  { intervals, times }: Pick<Situation, 'intervals' | 'times'>,
  column: Float64Array,
  startTimeMs: TimestampMs | undefined
): Series {
  const told = [...column.keys()].filter((row) => !Number.isNaN(column[row] as number));
  const kept = Float64Array.from(told, (row) => times[row] as number);
  const dueMs = Float64Array.from(told, (row) => intervals[row] as number);
  const { intervalMs } = segmentsOf(kept);
  const ageMs = (kept.at(-1) ?? 0) - (startTimeMs ?? -Infinity);
  const warmUpMs = Math.max(WARM_UP_INTERVALS * (intervalMs || 0), Math.min(WARM_UP_MS, WARM_UP_SHARE * ageMs));
  return {
    times: kept,
    values: Float64Array.from(told, (row) => column[row] as number),
    segments: segmentsOf(kept, { intervals: dueMs, startTimeMs, warmUpMs }).segments,
  };
}
