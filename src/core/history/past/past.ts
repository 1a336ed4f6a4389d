import type { TimestampMs } from '../../scrape';
import type { Chunk } from '../chunk';
import type { ChunkRows } from '../slice';
import type { RowOrigin } from '../store';
import type { PastColumns } from './columns';

/** A stretch of time, both ends included, with the history's own scrapes next to it. */
export interface Span {
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** -Infinity where there is no scrape before the span. */
  readonly beforeMs: TimestampMs;
  /** Infinity where there is none after it. */
  readonly afterMs: TimestampMs;
  /** The interval at which that one was due, ms; NaN or absent where not told. */
  readonly afterDueMs?: number;
}

/** What another recorder told, as chunks like the history's own. */
export class Past {
  readonly origin: RowOrigin;
  readonly stepMs: number;

  constructor(
    readonly stamp: number,
    { origin, stepMs }: Pick<PastColumns, 'origin' | 'stepMs'>,
    readonly chunks: readonly Chunk[]
  ) {
    this.stepMs = stepMs;
    this.origin = { from: origin, stepMs };
  }

  /** When its newest row was; -Infinity where there is none. */
  get lastMs(): TimestampMs {
    const last = this.chunks.at(-1);
    return last ? (last.times[last.length - 1] as number) : -Infinity;
  }

  /** The rows of a span that lie between the scrapes next to it. */
  rows({ afterMs, beforeMs, fromMs, toMs }: Span): ChunkRows[] {
    return this.chunks.flatMap((chunk) => {
      const times = chunk.times.subarray(0, chunk.length);
      const from = countUntil(times, (time) => time >= fromMs && time > beforeMs);
      const to = countUntil(times, (time) => time > toMs || time >= afterMs);
      return from < to ? [{ chunk, from, to, origin: this.origin }] : [];
    });
  }
}

/** How many cells stand before the first for which `isReached` holds. */
function countUntil(times: Float64Array, isReached: (time: TimestampMs) => boolean): number {
  const found = times.findIndex(isReached);
  return found < 0 ? times.length : found;
}
