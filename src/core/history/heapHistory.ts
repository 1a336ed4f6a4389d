import type { StackInterner } from '../profile/interner';
import type { ProcessFacts, TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import { CHUNK_MOMENTS, HeapChunk, type HeapColumn, type HeapMoment, type HeapRow } from './heapChunk';
import { HeapRange, type HeapRows } from './heapRange';
import type { PastChoice, PastKey } from './past/columns';
import type { PastHeapColumns } from './past/heapColumns';
import { filled } from './past/join';
import { PastHeap } from './past/pastHeap';
import type { RowOrigin } from './store';

export type { HeapColumn, HeapMoment } from './heapChunk';

export interface HeapHistoryOptions {
  /** Moments older than the newest by more than this are not in any range, and go with their chunk. */
  readonly maxAgeMs: number;
  /** When all takes more, the oldest chunks are forgotten. The newest stays. */
  readonly maxBytes: number;
  /** What others recorded is forgotten likewise, what was asked for longest ago first; 64 MiB unless said. */
  readonly maxPastBytes?: number;
}

/** A chunk is closed early where it takes this share of `maxBytes`, so that what is forgotten at once is little. */
const CHUNK_SHARE = 1 / 8;

/** So many pasts are held: one for each thing that panels ask others about. */
const MOST_PASTS = 6;
const MOST_PAST_BYTES = 64 * 2 ** 20;

const SAMPLED: RowOrigin = { from: 'sampled' };

/** What is joined to a range: a past, where it knows that column. */
export interface HeapPastChoice extends PastChoice {
  readonly column: HeapColumn;
}

/** The heap profiles of one target over time, in memory: all four sample types, scaled and as sampled. */
export class HeapHistory {
  /** None is empty; the last is open. */
  private chunks: HeapChunk[] = [];
  private newest: HeapRow | undefined;
  /** Of the newest moment that had a profile. */
  private lastAllocs = 0;
  private lastBuild: string | undefined;
  /** What others recorded, by name, the one asked for last at the end. Not part of `byteLength`. */
  private readonly pasts = new Map<string, PastHeap>();

  constructor(private readonly options: HeapHistoryOptions) {}

  /** When the newest moment was; undefined before the first. */
  get latestMs(): TimestampMs | undefined {
    return this.newest?.moment.atMs;
  }

  /** Number of moments held. */
  get length(): number {
    return this.chunks.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  get byteLength(): number {
    return this.chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Moments come in order of time: throws RangeError for one that is not after the last. */
  append(moment: HeapMoment): void {
    if (!Number.isFinite(moment.atMs) || moment.atMs <= (this.latestMs ?? -Infinity)) {
      throw new RangeError(`heap moments come in order of time: ${moment.atMs} is not after ${this.latestMs}`);
    }
    const chunk = this.openChunk();
    chunk.append(moment, this.isRestart(moment));
    this.newest = chunk.rows.at(-1);
    this.forget();
  }

  /**
   * What was taken from `fromMs` to `toMs`, both included. Later moments do not change it.
   *
   * @param choice joins what another has recorded; where it is not held there are own moments only
   */
  range(fromMs: TimestampMs, toMs: TimestampMs, choice?: HeapPastChoice): HeapRange {
    const oldest = Math.max(fromMs, (this.latestMs ?? 0) - this.options.maxAgeMs);
    const own: HeapRows[] = [];
    for (const chunk of this.chunks) {
      const from = firstRow(chunk, (ms) => ms >= oldest);
      const to = firstRow(chunk, (ms) => ms > toMs);
      if (from < to) {
        own.push({ chunk, from, to, origin: SAMPLED });
      }
    }
    const past = choice && this.pasts.get(choice.id);
    if (!choice || !past?.has(choice.column)) {
      return new HeapRange(own);
    }
    this.pasts.delete(choice.id);
    this.pasts.set(choice.id, past);
    const sampled = this.chunks.flatMap(({ rows }) => rows.map(({ moment }) => moment.atMs));
    const beforeMs = sampled.filter((ms) => ms < fromMs).at(-1) ?? -Infinity;
    const afterMs = sampled.find((ms) => ms > toMs) ?? Infinity;
    const span = { fromMs, toMs, beforeMs, afterMs };
    return new HeapRange(filled({ rows: own, timeOf: momentOf }, past, span, choice.gapMs));
  }

  /** Holds what another recorded, in place of what stood under that name. */
  *holdPastSteps({ id, stamp }: PastKey, columns: PastHeapColumns, interner: StackInterner): Steps<void> {
    const past = yield* PastHeap.of(stamp, columns, interner);
    this.pasts.delete(id);
    this.pasts.set(id, past);
    const { maxPastBytes = MOST_PAST_BYTES } = this.options;
    let bytes = [...this.pasts.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    for (const [old, { byteLength }] of this.pasts) {
      if (this.pasts.size === 1 || (this.pasts.size <= MOST_PASTS && bytes <= maxPastBytes)) {
        return;
      }
      this.pasts.delete(old);
      bytes -= byteLength;
    }
  }

  hasPast({ id, stamp }: PastKey): boolean {
    return this.pasts.get(id)?.stamp === stamp;
  }

  /** What was allocated since the start never falls while a process lives; and a build id is for good. */
  private isRestart({ heap, process }: HeapMoment): boolean {
    if (!heap) {
      return false;
    }
    const allocs = heap.columns.sampled.alloc_objects.reduce((sum, count) => sum + count, 0);
    const isOtherBuild = differs(process, this.lastBuild);
    const isRestart = allocs < this.lastAllocs || isOtherBuild;
    this.lastAllocs = allocs;
    this.lastBuild = process.buildId ?? (isRestart ? undefined : this.lastBuild);
    return isRestart;
  }

  private openChunk(): HeapChunk {
    const last = this.chunks.at(-1);
    if (last && last.rows.length < CHUNK_MOMENTS && last.byteLength < this.options.maxBytes * CHUNK_SHARE) {
      return last;
    }
    last?.close();
    const chunk = new HeapChunk();
    this.chunks.push(chunk);
    return chunk;
  }

  private forget(): void {
    const oldest = (this.latestMs as number) - this.options.maxAgeMs;
    const newestOf = (chunk: HeapChunk) => (chunk.rows.at(-1) as HeapRow).moment.atMs;
    let bytes = this.byteLength;
    while (this.chunks.length > 1) {
      const [first] = this.chunks as [HeapChunk];
      if (newestOf(first) >= oldest && bytes <= this.options.maxBytes) {
        return;
      }
      bytes -= first.byteLength;
      this.chunks.shift();
    }
  }
}

function differs({ buildId }: ProcessFacts, last: string | undefined): boolean {
  return buildId !== undefined && last !== undefined && buildId !== last;
}

function momentOf({ chunk }: HeapRows, row: number): TimestampMs {
  return (chunk.rows[row] as HeapRow).moment.atMs;
}

/** The first row that has got there, as all after it have; the chunk's length where none has. */
function firstRow({ rows }: HeapChunk, isReached: (ms: TimestampMs) => boolean): number {
  const row = rows.findIndex(({ moment }) => isReached(moment.atMs));
  return row < 0 ? rows.length : row;
}
