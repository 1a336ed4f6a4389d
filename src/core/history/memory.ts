import type { ProcessFacts, Scrape, TimestampMs } from '../scrape';
import { Chunk, CHUNK_ROWS } from './chunk';
import { SlicedRange, type Slice } from './range';
import { RestartDetector } from './restarts';
import type { HistoryRange, HistoryStore } from './store';

export interface MemoryHistoryOptions {
  /** Scrapes older than the newest by more than this are forgotten. */
  maxAgeMs: number;
  /** At most this many are kept. */
  maxScrapes?: number;
}

/** The history of one target in memory, in chunks of columns. Grows by a chunk at a time, never by copying. */
export class MemoryHistory implements HistoryStore {
  private chunks: Chunk[] = [];
  /** Rows of the first chunk that are forgotten already. */
  private head = 0;
  private count = 0;
  private newest: Scrape | undefined;
  private process: ProcessFacts = {};
  private readonly detector = new RestartDetector();

  constructor(private readonly options: MemoryHistoryOptions) {}

  get latest(): Scrape | undefined {
    return this.newest;
  }

  get length(): number {
    return this.count;
  }

  get byteLength(): number {
    return NaN; // with the delta-encoded chunks
  }

  append(scrape: Scrape): void {
    if (this.newest && !(scrape.atMs > this.newest.atMs)) {
      throw new RangeError(`scrapes come in order of time: ${scrape.atMs} is not after ${this.newest.atMs}`);
    }
    if (!Number.isFinite(scrape.atMs)) {
      throw new RangeError(`a scrape at ${scrape.atMs}`);
    }
    const isRestart = this.detector.next(scrape) !== undefined;
    this.process = mergeFacts(isRestart ? {} : this.process, scrape.process);
    let chunk = this.chunks.at(-1);
    if (!chunk || chunk.length === CHUNK_ROWS) {
      chunk = new Chunk();
      this.chunks.push(chunk);
    }
    chunk.append(scrape, isRestart, this.process);
    this.newest = scrape;
    this.count++;
    this.forget();
  }

  range(fromMs: TimestampMs, toMs: TimestampMs): HistoryRange {
    const slices: Slice[] = [];
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
        slices.push({ chunk, from, to });
      }
    }
    return new SlicedRange(slices);
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
    const { maxAgeMs, maxScrapes = Infinity } = this.options;
    const oldest = (this.newest as Scrape).atMs - maxAgeMs;
    for (;;) {
      const chunk = this.chunks[0] as Chunk;
      if (this.count <= 1 || ((chunk.times[this.head] as number) >= oldest && this.count <= maxScrapes)) {
        return;
      }
      this.head++;
      this.count--;
      if (this.head === chunk.length) {
        this.chunks.shift();
        this.head = 0;
      }
    }
  }
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

/**
 * What is told now over what was told before; the same object where nothing changed, for it is kept per scrape. An
 * empty string is not told, but for GODEBUG, which is known to be empty then.
 */
function mergeFacts(before: ProcessFacts, now: ProcessFacts): ProcessFacts {
  const told = Object.entries(now).filter(([key, value]) => value !== undefined && (value !== '' || key === 'godebug'));
  const isKnown = told.every(([key, value]) => before[key as keyof ProcessFacts] === value);
  return isKnown ? before : { ...before, ...Object.fromEntries(told) };
}
