import type { ProcessFacts, TimestampMs } from '../../scrape';
import { gapAfter } from '../gap';
import { isOtherStart } from '../restarts';
import type { ChunkRows } from '../slice';
import type { RowOrigin } from '../store';
import type { Past, Span } from './past';

/** Rows [from, to) of a chunk of any kind, with where they came from. */
export interface JoinableRows {
  readonly from: number;
  readonly to: number;
  readonly origin: RowOrigin;
}

/** What a history has seen itself of a span, and how to read it. */
export interface OwnRows<Rows> {
  readonly rows: readonly Rows[];
  /** When a row was taken. */
  timeOf(rows: Rows, row: number): TimestampMs;
  /** The interval at which a row was due, ms; NaN where not told. Absent where none tells. */
  dueOf?(rows: Rows, row: number): number;
}

/** What a history has not seen itself. */
export interface Filling<Rows> {
  readonly stepMs: number;
  /** When its newest row was; -Infinity where there is none. */
  readonly lastMs: TimestampMs;
  /** The rows of a span that lie between those of the history next to it. */
  rows(span: Span): Rows[];
}

/**
 * Own rows of a span, and those of a past where the history has none: before its first scrape, and in its gaps. A gap
 * is longer than two steps of the past, and than is a gap at the interval at which the scrape after it was due; where
 * that is not told, than `gapMs`. At each joint the start times tell whether the process is another one.
 */
export function joined(own: readonly ChunkRows[], past: Past, span: Span, gapMs: number): ChunkRows[] {
  const result = filled({ rows: own, timeOf, dueOf }, past, span, gapMs);
  return result.map((rows, i) => {
    const previous = result[i - 1];
    return previous && previous.origin !== rows.origin
      ? { ...rows, isRestart: isOtherStart(startOf(previous, previous.to - 1), startOf(rows, rows.from)) }
      : rows;
  });
}

/** The same for rows of any kind. */
export function filled<Rows extends JoinableRows>(
  own: OwnRows<Rows>,
  past: Filling<Rows>,
  { afterDueMs, afterMs, beforeMs, fromMs, toMs }: Span,
  gapMs: number
): Rows[] {
  const result: Rows[] = [];
  let lastMs = beforeMs;
  /** The rows of the past up to the history's next scrape, where that is far enough. */
  const filling = (nextMs: TimestampMs, dueAt: () => number | undefined) => {
    // After the newest scrape there is a gap only where the past knows of one.
    const apartMs = (nextMs === Infinity ? past.lastMs : nextMs) - lastMs;
    const isGap = apartMs > 2 * past.stepMs && apartMs > leastGap(dueAt(), gapMs);
    return isGap ? past.rows({ fromMs, toMs, beforeMs: lastMs, afterMs: nextMs }) : [];
  };
  for (const rows of own.rows) {
    let start = rows.from;
    for (let row = rows.from; row < rows.to; row++) {
      const atMs = own.timeOf(rows, row);
      const fill = filling(atMs, () => own.dueOf?.(rows, row));
      if (fill.length > 0) {
        if (start < row) {
          result.push({ ...rows, from: start, to: row });
        }
        result.push(...fill);
        start = row;
      }
      lastMs = atMs;
    }
    result.push({ ...rows, from: start });
  }
  result.push(...filling(afterMs, () => afterDueMs));
  return result;
}

function leastGap(dueMs = NaN, gapMs: number): number {
  return Number.isNaN(dueMs) ? gapMs : gapAfter(dueMs);
}

function timeOf({ chunk }: ChunkRows, row: number): TimestampMs {
  return chunk.times[row] as number;
}

function dueOf({ chunk }: ChunkRows, row: number): number {
  return chunk.intervalAt(row);
}

function startOf({ chunk }: ChunkRows, row: number): TimestampMs | undefined {
  return (chunk.process[row] as ProcessFacts).startTimeMs;
}
