import type { RangeFacts } from '../core/history/answers';
import type { TimestampMs } from '../core/scrape';
import type { IntervalSince } from './probe';

/** A scrape that is this many intervals late leaves a gap: nobody was sampling. */
const GAP_INTERVALS = 3;
/** But a page that is busy for a moment has not stopped sampling, however short the interval. */
const GAP_AT_LEAST_MS = 5_000;

/**
 * The rows of a frame over a time range: one a scrape, and one without values wherever a line must break, which is
 * before a restart and where nobody was sampling (the tab slept, no panel was open).
 */
export interface Rows {
  times: TimestampMs[];
  /** For each row the index of its scrape in the range, or -1 for a row without values. */
  scrapes: Int32Array;
  /** When the restarted process was first seen. */
  restarts: TimestampMs[];
}

/** @param intervals kept between the scrapes, as far as they are known; without them it was always `intervalMs` */
export function rowsOf(
  facts: Pick<RangeFacts, 'times' | 'restarts'>,
  intervalMs: number,
  intervals: readonly IntervalSince[] = []
): Rows {
  const restarts = new Set(facts.restarts);
  const intervalAfter = intervalsOver(intervals, intervalMs);
  const times: TimestampMs[] = [];
  const scrapes: number[] = [];
  facts.times.forEach((time, index) => {
    const before = facts.times[index - 1];
    if (before !== undefined && (restarts.has(index) || time - before > gapAfter(intervalAfter(before)))) {
      times.push((before + time) / 2);
      scrapes.push(-1);
    }
    times.push(time);
    scrapes.push(index);
  });
  return { times, scrapes: Int32Array.from(scrapes), restarts: facts.restarts.map((index) => facts.times[index]!) };
}

/** A stretched interval is no gap: what counts is the interval at the time. */
function gapAfter(intervalMs: number): number {
  return Math.max(GAP_INTERVALS * intervalMs, GAP_AT_LEAST_MS);
}

/** The interval that was kept after a moment; to be asked for moments in ascending order. */
function intervalsOver(intervals: readonly IntervalSince[], nowMs: number): (atMs: TimestampMs) => number {
  let next = 0;
  // What is older another page sampled, which had the same program before it.
  let current = intervals[0]?.intervalMs ?? nowMs;
  return (atMs) => {
    while (next < intervals.length && intervals[next]!.fromMs <= atMs) {
      current = intervals[next++]!.intervalMs;
    }
    return current;
  };
}

/** A column of an answer as a field's values: null in rows without values and where the scrape did not tell. */
export function valuesOf(column: Float64Array, rows: Rows): Array<number | null> {
  return Array.from(rows.scrapes, (index) => {
    const value = index < 0 ? NaN : column[index]!;
    return Number.isNaN(value) ? null : value;
  });
}
