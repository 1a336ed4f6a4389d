import type { ProcessFacts, TimestampMs } from '../../scrape';
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

/** What a history has not seen itself. */
export interface Filling<Rows> {
  readonly stepMs: number;
  /** When its newest row was; -Infinity where there is none. */
  readonly lastMs: TimestampMs;
  /** The rows of a span that lie between those of the history next to it. */
  rows(span: Span): Rows[];
}

/**
 * Own rows of a span, and those of a past where the history has none: before its first scrape, and in its gaps, which
 * are longer than `gapMs` and than two steps of the past. At each joint the start times tell whether the process is
 * another one.
 */
export function joined(own: readonly ChunkRows[], past: Past, span: Span, gapMs: number): ChunkRows[] {
  const result = filled(own, past, span, gapMs, ({ chunk }, row) => chunk.times[row] as number);
  return result.map((rows, i) => {
    const previous = result[i - 1];
    return previous && previous.origin !== rows.origin
      ? { ...rows, isRestart: isOtherStart(startOf(previous, previous.to - 1), startOf(rows, rows.from)) }
      : rows;
  });
}

/** The same for rows of any kind, of which `timeOf` tells when each was taken. */
export function filled<Rows extends JoinableRows>(
  own: readonly Rows[],
  past: Filling<Rows>,
  { afterMs, beforeMs, fromMs, toMs }: Span,
  gapMs: number,
  timeOf: (rows: Rows, row: number) => TimestampMs
): Rows[] {
  const least = Math.max(gapMs, 2 * past.stepMs);
  const result: Rows[] = [];
  let lastMs = beforeMs;
  /** The rows of the past up to the history's next scrape, where that is far enough. */
  const filling = (nextMs: TimestampMs) => {
    const { lastMs: pastMs } = past;
    // After the newest scrape there is a gap only where the past knows of one.
    const isGap = (nextMs === Infinity ? pastMs : nextMs) - lastMs > least;
    return isGap ? past.rows({ fromMs, toMs, beforeMs: lastMs, afterMs: nextMs }) : [];
  };
  for (const rows of own) {
    let start = rows.from;
    for (let row = rows.from; row < rows.to; row++) {
      const atMs = timeOf(rows, row);
      const fill = filling(atMs);
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
  result.push(...filling(afterMs));
  return result;
}

function startOf({ chunk }: ChunkRows, row: number): TimestampMs | undefined {
  return (chunk.process[row] as ProcessFacts).startTimeMs;
}
