import { gapAfter } from '../history/gap';
import type { TimestampMs } from '../scrape';
import { median } from './median';

/** Rows `from` (included) to `to` (not included) of a column: one run of one build, scraped without a hole. */
export interface Segment {
  readonly from: number;
  readonly to: number;
}

export interface SegmentOptions {
  /** The interval at which each row was due, ms; NaN where it is not known. Absent: of no row. */
  intervals?: Float64Array;
  /** Rows before which the process was restarted. */
  restarts?: readonly number[];
  /** Moments at which another build or configuration came. */
  deploys?: readonly TimestampMs[];
  /** When the process started, where known: warm-up is dropped after it. */
  startTimeMs?: TimestampMs;
  /** What is dropped after a start or a deploy. Default: 60 s, at least 5 intervals. */
  warmUpMs?: number;
}

export interface Segments {
  readonly segments: readonly Segment[];
  /** Rows before which a scrape was late. */
  readonly gaps: readonly number[];
  /** The median step; NaN for fewer than two rows. */
  readonly intervalMs: number;
}

const WARM_UP_MS = 60_000;
const WARM_UP_INTERVALS = 5;

/**
 * Cuts a column at restarts, deploys and gaps, and drops the warm-up after starts and deploys: connections and pools
 * fill up then, which is growth without a leak. Matias et al. (ISSREW 2016) compare per version for the same reason. A
 * scrape that was to come late leaves no gap: where its interval is not known, the median of all steps stands for it, which
 * no number of gaps below one half moves. Every row is in at most one segment.
 */
export function segmentsOf(times: Float64Array, options: SegmentOptions = {}): Segments {
  const rows = times.length;
  const steps = Float64Array.from({ length: Math.max(0, rows - 1) }, (_, i) => at(times, i + 1) - at(times, i));
  const intervalMs = median(steps);
  const warmUpMs = options.warmUpMs ?? Math.max(WARM_UP_MS, WARM_UP_INTERVALS * intervalMs);

  const gaps: number[] = [];
  steps.forEach((step, i) => {
    const dueMs = options.intervals?.[i + 1] ?? NaN;
    if (step > gapAfter(Number.isNaN(dueMs) ? intervalMs : dueMs)) {
      gaps.push(i + 1);
    }
  });
  // From each start on nothing counts until the warm-up is over; a cut without a start drops nothing.
  const starts = new Set((options.restarts ?? []).filter((row) => row > 0 && row < rows));
  const deploys = (options.deploys ?? []).filter((ms) => rows > 0 && ms > at(times, 0) && ms <= at(times, rows - 1));
  for (const ms of deploys) {
    starts.add(firstAtOrAfter(times, ms));
  }
  const cuts = [...new Set([0, ...starts, ...gaps, rows])].sort((a, b) => a - b);
  const segments: Segment[] = [];
  // A start may be known from the deploy's moment, from the process itself, or only from the first row after it.
  let warmUntil = (options.startTimeMs ?? -Infinity) + warmUpMs;
  for (let i = 0; i + 1 < cuts.length; i++) {
    let from = cuts[i] as number;
    const to = cuts[i + 1] as number;
    if (starts.has(from)) {
      warmUntil = at(times, from) + warmUpMs;
    }
    while (from < to && at(times, from) < warmUntil && at(times, from) >= warmUntil - warmUpMs) {
      from++;
    }
    if (from < to) {
      segments.push({ from, to });
    }
  }
  return { segments, gaps, intervalMs };
}

function firstAtOrAfter(times: Float64Array, ms: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(times, middle) < ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function at(column: Float64Array, i: number): number {
  return column[i] as number;
}
