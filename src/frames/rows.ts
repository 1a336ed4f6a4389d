import type { RangeFacts } from '../core/history/answers';
import { GAP_INTERVALS, gapAfter } from '../core/history/gap';
import type { RowOrigin } from '../core/history/store';
import type { TimestampMs } from '../core/scrape';
import type { OriginSpan } from './contract/common';

export { gapAfter };

/** An interval, and when the first round began after which it was kept. */
export interface IntervalSince {
  readonly fromMs: TimestampMs;
  readonly intervalMs: number;
}

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
  /** Where the rows came from, one stretch after another; absent where all was sampled here. */
  origins?: OriginSpan[];
}

/**
 * @param intervalMs that of now: it stands for what is not known otherwise
 * @param intervals of heap profiles, which do not tell the interval at which each was due: those of this page
 */
export function rowsOf(
  facts: Pick<RangeFacts, 'times' | 'intervals' | 'restarts' | 'origins'>,
  intervalMs: number,
  intervals: readonly IntervalSince[] = []
): Rows {
  const restarts = new Set(facts.restarts);
  const intervalAfter = intervalsOver(intervals, intervalMs);
  const knownFromMs = intervals[0]?.fromMs ?? Infinity;
  const originOf = originsOver(facts);
  /** The interval at which a scrape was due. */
  const dueAfter = (index: number, before: TimestampMs): number => {
    const toldMs = facts.intervals?.[index] ?? NaN;
    if (!Number.isNaN(toldMs)) {
      return toldMs;
    }
    // Former versions did not tell it, nor do heap profiles of former pages: what was usual then stands for it.
    const usualMs = before < knownFromMs ? usualStep(facts.times, index) : undefined;
    return usualMs ?? intervalAfter(before);
  };
  const times: TimestampMs[] = [];
  const scrapes: number[] = [];
  facts.times.forEach((time, index) => {
    const before = facts.times[index - 1];
    const gapMs = before === undefined ? Infinity : gapAfter(dueAfter(index, before));
    const stepMs = Math.max(stepOf(originOf(index - 1)), stepOf(originOf(index)));
    if (before !== undefined && (restarts.has(index) || time - before > Math.max(gapMs, GAP_INTERVALS * stepMs))) {
      times.push((before + time) / 2);
      scrapes.push(-1);
    }
    times.push(time);
    scrapes.push(index);
  });
  return {
    times,
    scrapes: Int32Array.from(scrapes),
    restarts: facts.restarts.map((index) => facts.times[index]!),
    ...(facts.origins ? { origins: spansOf(facts) } : {}),
  };
}

function spansOf({ origins = [], times }: Pick<RangeFacts, 'times' | 'origins'>): OriginSpan[] {
  return origins.map(({ origin, row }, i) => {
    const end = origins[i + 1]?.row ?? times.length;
    return { origin: origin.from, fromMs: times[row]!, toMs: times[end - 1]! };
  });
}

/** The origin of a row. There are a handful of stretches, whatever the range. */
function originsOver({ origins = [] }: Pick<RangeFacts, 'origins'>): (row: number) => RowOrigin | undefined {
  return (row) => origins.filter((one) => one.row <= row).at(-1)?.origin;
}

function stepOf(origin: RowOrigin | undefined): number {
  return origin && origin.from !== 'sampled' ? origin.stepMs : 0;
}

/** The interval that was kept after a moment; to be asked for moments in ascending order. */
function intervalsOver(intervals: readonly IntervalSince[], nowMs: number): (atMs: TimestampMs) => number {
  let next = 0;
  let current = intervals[0]?.intervalMs ?? nowMs;
  return (atMs) => {
    while (next < intervals.length && intervals[next]!.fromMs <= atMs) {
      current = intervals[next++]!.intervalMs;
    }
    return current;
  };
}

/** Steps to either side that tell what was usual. */
const NEIGHBOURS = 5;

/** The median of the steps around the one that ends at `index`, itself apart; undefined where it has too few neighbours. */
function usualStep(times: Float64Array, index: number): TimestampMs | undefined {
  const steps: number[] = [];
  for (let i = Math.max(1, index - NEIGHBOURS); i <= Math.min(times.length - 1, index + NEIGHBOURS); i++) {
    if (i !== index) {
      steps.push(times[i]! - times[i - 1]!);
    }
  }
  return steps.length < NEIGHBOURS ? undefined : steps.sort((a, b) => a - b)[steps.length >> 1];
}

/** A column of an answer as a field's values: null in rows without values and where the scrape did not tell. */
export function valuesOf(column: Float64Array, rows: Rows): Array<number | null> {
  return Array.from(rows.scrapes, (index) => {
    const value = index < 0 ? NaN : column[index]!;
    return Number.isNaN(value) ? null : value;
  });
}
