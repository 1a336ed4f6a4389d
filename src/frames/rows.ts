import type { RangeFacts } from '../core/history/answers';
import type { TimestampMs } from '../core/scrape';

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

export function rowsOf(facts: Pick<RangeFacts, 'times' | 'restarts'>, intervalMs: number): Rows {
  const restarts = new Set(facts.restarts);
  const gapMs = Math.max(GAP_INTERVALS * intervalMs, GAP_AT_LEAST_MS);
  const times: TimestampMs[] = [];
  const scrapes: number[] = [];
  facts.times.forEach((time, index) => {
    const before = facts.times[index - 1];
    if (before !== undefined && (restarts.has(index) || time - before > gapMs)) {
      times.push((before + time) / 2);
      scrapes.push(-1);
    }
    times.push(time);
    scrapes.push(index);
  });
  return { times, scrapes: Int32Array.from(scrapes), restarts: facts.restarts.map((index) => facts.times[index]!) };
}

/** A column of an answer as a field's values: null in rows without values and where the scrape did not tell. */
export function valuesOf(column: Float64Array, rows: Rows): Array<number | null> {
  return Array.from(rows.scrapes, (index) => {
    const value = index < 0 ? NaN : column[index]!;
    return Number.isNaN(value) ? null : value;
  });
}
