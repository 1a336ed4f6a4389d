import type { StackInterner } from '../profile/interner';
import type { MemorySample, ProcessFacts, Scrape, TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import { Chunk } from './chunk';
import { Lanes } from './lanes';
import { pastChunks } from './past/chunks';
import type { PastChoice, PastColumns, PastKey } from './past/columns';
import { joined } from './past/join';
import { Past, type Span } from './past/past';
import { mergeFacts } from './processFacts';
import { SlicedRange } from './range';
import { RestartDetector } from './restarts';
import { scrapeBytes, type HistoryBytes } from './size';
import type { ChunkRows } from './slice';
import { restoreChunk, type ChunkData } from './stored/chunkData';
import type { HistoryRange, HistoryStore, RowOrigin } from './store';

export interface MemoryHistoryOptions {
  /** Scrapes older than the newest by more than this are forgotten, exact to the scrape. */
  maxAgeMs: number;
  /**
   * When `byteLength` is more, the oldest chunks are forgotten. The newest chunk stays, which is closed early so that
   * it takes about an eighth of this.
   */
  maxBytes?: number;
  /** At most this many are kept. */
  maxScrapes?: number;
}

/** An open chunk may take this share of `maxBytes`, so that what is forgotten at once is a small part of the whole. */
const CHUNK_SHARE = 1 / 8;
/** But so much in any case: a chunk has a cost of its own. */
const CHUNK_AT_LEAST_BYTES = 64 * 1024;

/** So many pasts are held: one for each thing that panels ask others about. */
const MOST_PASTS = 6;

const SAMPLED: RowOrigin = { from: 'sampled' };

/**
 * The history of one target in memory, in chunks of columns. The newest chunk is open: an append writes down what
 * changed. When it is full it is packed and the next one begins. Nothing is ever copied to grow but an open chunk.
 */
export class MemoryHistory implements HistoryStore {
  /** None is empty. */
  private chunks: Chunk[] = [];
  /** Takes the next row. The last of `chunks`, once it has one. */
  private open: Chunk | undefined;
  /** Rows of the first chunk that are forgotten already. */
  private head = 0;
  private count = 0;
  private newest: Scrape | undefined;
  private process: ProcessFacts = {};
  private readonly detector = new RestartDetector();
  private readonly lanes = new Lanes();
  /** Of all chunks but the open one. */
  private closed: HistoryBytes = { counts: 0, facts: 0, stacks: 0 };
  /** What others recorded, by name, the one asked for last at the end. Not part of `byteLength`. */
  private readonly pasts = new Map<string, Past>();

  constructor(private readonly options: MemoryHistoryOptions) {}

  get latest(): Scrape | undefined {
    return this.newest;
  }

  get length(): number {
    return this.count;
  }

  get byteLength(): number {
    const { counts, facts, stacks } = this.bytes;
    return counts + facts + stacks;
  }

  /** `byteLength` by parts. */
  get bytes(): HistoryBytes {
    const { closed, lanes, newest } = this;
    const open = this.open?.bytes ?? { counts: 0, facts: 0, stacks: 0 };
    const latest = newest ? scrapeBytes(newest) : { counts: 0, facts: 0 };
    return {
      counts: closed.counts + open.counts + lanes.byteLength + latest.counts,
      facts: closed.facts + open.facts + latest.facts,
      stacks: closed.stacks + open.stacks + lanes.stackBytes,
    };
  }

  /** Also throws RangeError where the counts are no whole numbers from 0 to 2^53, and takes nothing of it then. */
  append(scrape: Scrape): void {
    if (this.newest && !(scrape.atMs > this.newest.atMs)) {
      throw new RangeError(`scrapes come in order of time: ${scrape.atMs} is not after ${this.newest.atMs}`);
    }
    if (!Number.isFinite(scrape.atMs)) {
      throw new RangeError(`a scrape at ${scrape.atMs}`);
    }
    const chunk = this.openChunk();
    const differences = scrape.goroutines && this.lanes.find(scrape.goroutines);
    const isRestart = this.detector.next(scrape) !== undefined;
    this.process = mergeFacts(isRestart ? {} : this.process, scrape.process);
    if (chunk.length === 0) {
      this.chunks.push(chunk);
    }
    chunk.append(scrape, differences, isRestart, this.process);
    this.newest = scrape;
    this.count++;
    this.forget();
  }

  /** @param choice joins what another has recorded; without it, or where it is not held, there are own scrapes only */
  range(fromMs: TimestampMs, toMs: TimestampMs, choice?: PastChoice): HistoryRange {
    const own = this.rows(fromMs, toMs);
    const past = choice && this.pasts.get(choice.id);
    if (!past) {
      return new SlicedRange(own);
    }
    this.pasts.delete(choice.id);
    this.pasts.set(choice.id, past);
    const span = { fromMs, toMs, beforeMs: this.lastBefore(fromMs), ...this.firstAfter(toMs) };
    return new SlicedRange(joined(own, past, span, choice.gapMs));
  }

  /** Holds what another recorded, in place of what stood under that name. */
  holdPast({ id, stamp }: PastKey, columns: PastColumns, interner: StackInterner): void {
    this.dropPast(id);
    const chunks = pastChunks(columns, interner).map((data) => restoreChunk(data, this.lanes, interner));
    this.pasts.set(id, new Past(stamp, columns, chunks));
    for (const old of [...this.pasts.keys()].slice(0, -MOST_PASTS)) {
      this.dropPast(old);
    }
  }

  hasPast({ id, stamp }: PastKey): boolean {
    return this.pasts.get(id)?.stamp === stamp;
  }

  private dropPast(id: string): void {
    this.pasts.get(id)?.chunks.forEach((chunk) => this.lanes.release(chunk.counts.stacks));
    this.pasts.delete(id);
  }

  private rows(fromMs: TimestampMs, toMs: TimestampMs): ChunkRows[] {
    const rows: ChunkRows[] = [];
    for (let i = this.firstChunk(fromMs); i < this.chunks.length; i++) {
      const chunk = this.chunks[i] as Chunk;
      if ((chunk.times[0] as number) > toMs) {
        break;
      }
      const floor = i === 0 ? this.head : 0;
      const from = Math.max(
        floor,
        lowerBound(chunk, (time) => time >= fromMs)
      );
      const to = lowerBound(chunk, (time) => time > toMs);
      if (from < to) {
        rows.push({ chunk, from, to, origin: SAMPLED });
      }
    }
    return rows;
  }

  /** When the newest scrape before a moment was; -Infinity where there is none. */
  private lastBefore(atMs: TimestampMs): TimestampMs {
    const i = this.firstChunk(atMs);
    const chunk = this.chunks[i];
    const row = chunk ? lowerBound(chunk, (time) => time >= atMs) : 0;
    if (chunk && row > (i === 0 ? this.head : 0)) {
      return chunk.times[row - 1] as number;
    }
    const before = this.chunks[i - 1];
    return before ? (before.times[before.length - 1] as number) : -Infinity;
  }

  /** The oldest scrape after a moment. */
  private firstAfter(atMs: TimestampMs): Pick<Span, 'afterMs' | 'afterDueMs'> {
    for (let i = this.firstChunk(atMs); i < this.chunks.length; i++) {
      const chunk = this.chunks[i] as Chunk;
      const row = Math.max(
        i === 0 ? this.head : 0,
        lowerBound(chunk, (time) => time > atMs)
      );
      if (row < chunk.length) {
        return { afterMs: chunk.times[row] as number, afterDueMs: chunk.intervalAt(row) };
      }
    }
    return { afterMs: Infinity };
  }

  /** Whether the next scrape begins a new chunk. */
  get isChunkFull(): boolean {
    const { maxBytes = Infinity } = this.options;
    const most = Math.max(CHUNK_AT_LEAST_BYTES, maxBytes * CHUNK_SHARE);
    return this.open !== undefined && (this.open.isFull || this.open.bytes.counts > most);
  }

  /** Whether the next scrape is the first of its chunk. */
  get isChunkEmpty(): boolean {
    return this.open === undefined || this.open.length === 0;
  }

  /** Packs the newest chunk now, so that the next scrape begins another. Gives it; undefined where it has no row. */
  closeChunk(): Chunk | undefined {
    const { open } = this;
    if (!open || open.length === 0) {
      return undefined;
    }
    open.close();
    this.closed = sum(this.closed, open.bytes, 1);
    this.open = undefined;
    return open;
  }

  /**
   * Takes in a chunk that was kept elsewhere, all of it before what is held. Gives false, and takes nothing, where it is
   * too old or too much. Throws StoredError where it does not fit together, RangeError where it is not before.
   */
  adopt(data: ChunkData, interner: StackInterner): boolean {
    const { maxAgeMs, maxBytes = Infinity } = this.options;
    const lastMs = data.times.at(-1) ?? NaN;
    const firstMs = this.chunks[0]?.times[this.head];
    if (firstMs !== undefined && !(lastMs < firstMs)) {
      throw new RangeError(`a chunk up to ${lastMs} is not before ${firstMs}`);
    }
    const isTooOld = this.newest !== undefined && lastMs < this.newest.atMs - maxAgeMs;
    // Where rows of the first chunk are forgotten, there is no room for what was before them.
    if (isTooOld || this.head > 0 || this.byteLength > maxBytes) {
      return false;
    }
    const chunk = restoreChunk(data, this.lanes, interner);
    this.chunks.unshift(chunk);
    this.count += chunk.length;
    this.closed = sum(this.closed, chunk.bytes, 1);
    if (!this.newest) {
      this.goOnFrom(chunk);
    }
    this.forget();
    return true;
  }

  /** Makes the counts of adopted chunks, the newest first, so that nobody has to wait for them later. */
  *settleSteps(): Steps<void> {
    for (const chunk of [...this.chunks].reverse()) {
      yield;
      void chunk.counts;
    }
  }

  /** As if the chunk's last scrape had been the last one here. */
  private goOnFrom(chunk: Chunk): void {
    const row = chunk.length - 1;
    const values: MemorySample['values'] = {};
    const cell = new Float64Array(1);
    for (const field of chunk.memoryFields) {
      chunk.copyMemory(field, row, row + 1, cell, 0);
      if (!Number.isNaN(cell[0])) {
        values[field] = cell[0];
      }
    }
    this.process = chunk.process[row] as ProcessFacts;
    const { memorySource: source } = chunk;
    const last: Scrape = {
      atMs: chunk.times[row] as number,
      memory: source && { source, values },
      process: this.process,
      cost: { requests: 0, bytes: 0, durationMs: 0 },
      failures: [],
    };
    this.newest = last;
    this.detector.next(last);
  }

  /** The chunk that takes the next row; a new one where the last is full. */
  private openChunk(): Chunk {
    if (this.isChunkFull) {
      this.closeChunk();
    }
    this.open ??= Chunk.open(this.lanes);
    return this.open;
  }

  /** The first chunk whose last row is not before `fromMs`. */
  private firstChunk(fromMs: TimestampMs): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.chunks[middle] as Chunk;
      if ((chunk.times[chunk.length - 1] as number) >= fromMs) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Lets go of what is too old or too much. Ranges handed out keep their chunks. */
  private forget(): void {
    const { maxAgeMs, maxBytes = Infinity, maxScrapes = Infinity } = this.options;
    const oldest = (this.newest as Scrape).atMs - maxAgeMs;
    while (this.count > 1) {
      const chunk = this.chunks[0] as Chunk;
      if ((chunk.times[this.head] as number) >= oldest && this.count <= maxScrapes) {
        break;
      }
      this.head++;
      this.count--;
      if (this.head === chunk.length) {
        this.dropChunk();
      }
    }
    while (this.chunks.length > 1 && this.byteLength > maxBytes) {
      this.dropChunk();
    }
  }

  /** Forgets the oldest chunk, which is not the open one. */
  private dropChunk(): void {
    const chunk = this.chunks.shift() as Chunk;
    this.count -= chunk.length - this.head;
    this.head = 0;
    this.closed = sum(this.closed, chunk.bytes, -1);
    if (chunk.hasLanes) {
      this.lanes.release(chunk.counts.stacks);
    }
  }
}

function sum(a: HistoryBytes, b: HistoryBytes, sign: 1 | -1): HistoryBytes {
  return {
    counts: a.counts + sign * b.counts,
    facts: a.facts + sign * b.facts,
    stacks: a.stacks + sign * b.stacks,
  };
}

/** The first row for which `isReached` holds, which from there on holds for all; the chunk's length where it never does. */
function lowerBound(chunk: Chunk, isReached: (time: TimestampMs) => boolean): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(chunk.times[middle] as number)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
