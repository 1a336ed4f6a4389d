import type { ProcessFacts, TimestampMs } from '../../scrape';
import { isOtherStart } from '../restarts';
import type { ChunkRows } from '../slice';
import type { Past, Span } from './past';

/**
 * Own rows of a span, and those of a past where the history has none: before its first scrape, and in its gaps, which
 * are longer than `gapMs` and than two steps of the past. At each joint the start times tell whether the process is
 * another one.
 */
export function joined(own: readonly ChunkRows[], past: Past, span: Span, gapMs: number): ChunkRows[] {
  const { afterMs, beforeMs, fromMs, toMs } = span;
  const least = Math.max(gapMs, 2 * past.stepMs);
  const result: ChunkRows[] = [];
  let lastMs = beforeMs;
  /** The rows of the past up to the history's next scrape, where that is far enough. */
  const filling = (nextMs: TimestampMs) => {
    const { lastMs: pastMs } = past;
    // After the newest scrape there is a gap only where the past knows of one.
    const isGap = (nextMs === Infinity ? pastMs : nextMs) - lastMs > least;
    return isGap ? past.rows({ fromMs, toMs, beforeMs: lastMs, afterMs: nextMs }) : [];
  };
  for (const { chunk, from, origin, to } of own) {
    let start = from;
    for (let row = from; row < to; row++) {
      const atMs = chunk.times[row] as number;
      const fill = filling(atMs);
      if (fill.length > 0) {
        if (start < row) {
          result.push({ chunk, from: start, to: row, origin });
        }
        result.push(...fill);
        start = row;
      }
      lastMs = atMs;
    }
    result.push({ chunk, from: start, to, origin });
  }
  result.push(...filling(afterMs));
  return result.map((rows, i) => {
    const previous = result[i - 1];
    return previous && previous.origin !== rows.origin
      ? { ...rows, isRestart: isOtherStart(startOf(previous, previous.to - 1), startOf(rows, rows.from)) }
      : rows;
  });
}

function startOf({ chunk }: ChunkRows, row: number): TimestampMs | undefined {
  return (chunk.process[row] as ProcessFacts).startTimeMs;
}
