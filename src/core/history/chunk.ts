import type { MemoryField } from '../memstats/fields';
import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts, Scrape, ScrapeFailure, TimestampMs } from '../scrape';

/** Scrapes per chunk: 32 minutes at one each 15 s. */
export const CHUNK_ROWS = 128;

/** One stack's counts in a chunk, from the row at which it was first seen. */
class StackColumn {
  private counts: Float64Array;
  /** Each row at which another Stack object (new lines) was sighted, ascending. */
  private readonly sightings: Array<{ row: number; stack: Stack }>;

  constructor(
    readonly firstRow: number,
    stack: Stack
  ) {
    this.counts = new Float64Array(Math.min(16, CHUNK_ROWS - firstRow));
    this.sightings = [{ row: firstRow, stack }];
  }

  set(row: number, count: number, stack: Stack): void {
    const at = row - this.firstRow;
    if (at >= this.counts.length) {
      // A stack that lives as long as the chunk grows to its full height in a few steps; one that comes and goes stays small.
      const grown = new Float64Array(Math.min(CHUNK_ROWS - this.firstRow, Math.max(at + 1, this.counts.length * 2)));
      grown.set(this.counts);
      this.counts = grown;
    }
    this.counts[at] = count;
    if (this.sightings.at(-1)?.stack !== stack) {
      this.sightings.push({ row, stack });
    }
  }

  count(row: number): number {
    return this.counts[row - this.firstRow] ?? 0;
  }

  /** The newest Stack in rows [from, to) whose count is not 0; undefined where the stack was not there. */
  sighted(from: number, to: number): Stack | undefined {
    const end = Math.min(to - this.firstRow, this.counts.length);
    for (let at = end - 1; at >= Math.max(0, from - this.firstRow); at--) {
      if (this.counts[at] !== 0) {
        return this.stackAt(at + this.firstRow);
      }
    }
    return undefined;
  }

  private stackAt(row: number): Stack | undefined {
    let found: Stack | undefined;
    for (const sighting of this.sightings) {
      if (sighting.row > row) {
        break;
      }
      found = sighting.stack;
    }
    return found;
  }
}

/**
 * A run of scrapes as columns. Rows are only ever added, never changed, so that whoever holds a chunk and a range of
 * rows below `length` sees the same for ever.
 */
export class Chunk {
  readonly times = new Float64Array(CHUNK_ROWS);
  readonly totals = new Float64Array(CHUNK_ROWS).fill(NaN);
  readonly restarted = new Uint8Array(CHUNK_ROWS);
  readonly process: ProcessFacts[] = [];
  readonly failures: Array<{ row: number; failure: ScrapeFailure & { atMs: TimestampMs } }> = [];
  readonly memory = new Map<MemoryField, Float64Array>();
  readonly stacks = new Map<StackKey, StackColumn>();
  length = 0;

  append(scrape: Scrape, isRestart: boolean, process: ProcessFacts): void {
    const row = this.length;
    this.times[row] = scrape.atMs;
    this.restarted[row] = isRestart ? 1 : 0;
    this.process.push(process);
    for (const failure of scrape.failures) {
      this.failures.push({ row, failure: { ...failure, atMs: scrape.atMs } });
    }
    for (const [field, value] of Object.entries(scrape.memory?.values ?? {})) {
      this.memoryColumn(field as MemoryField)[row] = value;
    }
    if (scrape.goroutines) {
      const { counts, stacks, total } = scrape.goroutines;
      this.totals[row] = total;
      for (let i = 0; i < stacks.length; i++) {
        this.count(row, stacks[i] as Stack, counts[i] ?? 0);
      }
    }
    // Last, so that a row is never seen half written.
    this.length++;
  }

  private memoryColumn(field: MemoryField): Float64Array {
    let column = this.memory.get(field);
    if (!column) {
      column = new Float64Array(CHUNK_ROWS).fill(NaN);
      this.memory.set(field, column);
    }
    return column;
  }

  private count(row: number, stack: Stack, count: number): void {
    let column = this.stacks.get(stack.key);
    if (!column) {
      column = new StackColumn(row, stack);
      this.stacks.set(stack.key, column);
    }
    column.set(row, count, stack);
  }
}
