import type { MemorySource } from '../../memstats/fields';
import type { StackInterner } from '../../profile/interner';
import type { Stack, StackKey } from '../../profile/stack';
import type { GoroutineCounts, MemorySample, ProbeCost, ProcessFacts, Scrape, ScrapeFailure } from '../../scrape';
import { ByteReader, ByteWriter } from '../bytes';
import { StoredError } from './error';
import { stacksOfTable, stackTable, type StackTable } from './stackTable';

/**
 * One scrape of the chunk that is being filled, as plain data: what it has that the scrape before it had not. Rows are
 * kept one by one, so that a page that ends loses none; when their chunk is full it takes their place.
 */
export interface RowData {
  /** Its number in the chunk. 0 stands for itself, any other is understood only after the one before it. */
  readonly row: number;
  /** Of row 0: when the scrape before it was, where there was one. */
  readonly afterMs?: number;
  readonly atMs: number;
  readonly process: ProcessFacts;
  readonly cost: ProbeCost;
  /** As in Scrape; former versions did not write them. */
  readonly intervalMs?: number;
  readonly spentMs?: number;
  readonly notBeforeMs?: number;
  readonly failures: readonly ScrapeFailure[];
  readonly memory?: { readonly source: MemorySource; readonly values: MemorySample['values'] };
  readonly goroutines?: {
    readonly total: number;
    /** Stacks that the chunk did not have, where there are any: they get the next numbers. */
    readonly fresh?: StackTable;
    /** For each stack with another count than before: its number as the distance from the one before, and its count. */
    readonly changes: Uint8Array;
  };
}

/** A distance and a count as varints. */
const MAX_ENTRY_BYTES = 5 + 8;

/**
 * Turns the scrapes of a chunk into rows, and rows into scrapes. Either way it knows afterwards what the chunk holds, so
 * one side may go on where the other has ended.
 */
export class Tail {
  /** The number of the next row; NaN where none can follow. */
  private rows = NaN;
  private stacks: Stack[] = [];
  private counts: number[] = [];
  private numberOf = new Map<StackKey, number>();

  constructor(private readonly interner: StackInterner) {}

  /** Whether a scrape can follow on what is known. */
  get isBegun(): boolean {
    return !Number.isNaN(this.rows);
  }

  /** The next scrape is the first of a chunk. */
  begin(): void {
    this.rows = 0;
    this.stacks = [];
    this.counts = [];
    this.numberOf = new Map();
  }

  write({ atMs, cost, failures, goroutines, intervalMs, memory, notBeforeMs, process, spentMs }: Scrape): RowData {
    return {
      row: this.rows++,
      atMs,
      process,
      cost,
      intervalMs,
      spentMs,
      notBeforeMs,
      failures,
      memory: memory && { source: memory.source, values: memory.values },
      goroutines: goroutines && this.writeCounts(goroutines),
    };
  }

  /**
   * The scrape of a row; undefined where it does not follow on what is known, and then no other does. Row 0 begins a
   * chunk.
   *
   * @throws StoredError where the row points to stacks that are not there; then nothing follows on it
   */
  read({ afterMs: _, row, goroutines, ...parts }: RowData): Scrape | undefined {
    if (row === 0) {
      this.begin();
    }
    const follows = row === this.rows;
    // Nothing follows where a row is missing, or where reading fails.
    this.rows = NaN;
    if (!follows) {
      return undefined;
    }
    const scrape: Scrape = { ...parts, goroutines: goroutines && this.readCounts(goroutines) };
    this.rows = row + 1;
    return scrape;
  }

  private writeCounts({ counts, stacks, total }: GoroutineCounts): RowData['goroutines'] {
    const known = this.stacks.length;
    const now = new Map<number, number>();
    stacks.forEach((stack, i) => now.set(this.numberFor(stack), counts[i] as number));
    const writer = new ByteWriter();
    let before = 0;
    this.counts.forEach((count, number) => {
      const next = now.get(number) ?? 0;
      if (next !== count) {
        writer.reserve(MAX_ENTRY_BYTES);
        writer.varint(number - before);
        writer.varint(next);
        before = number;
        this.counts[number] = next;
      }
    });
    const fresh = this.stacks.slice(known);
    return { total, fresh: fresh.length > 0 ? stackTable(fresh) : undefined, changes: writer.written.slice() };
  }

  private readCounts({ changes, fresh, total }: NonNullable<RowData['goroutines']>): GoroutineCounts {
    (fresh ? stacksOfTable(fresh, this.interner) : []).forEach((stack) => this.numberFor(stack));
    const reader = new ByteReader(changes);
    let number = 0;
    while (reader.at < changes.length) {
      number += reader.varint();
      if (number >= this.counts.length) {
        throw new StoredError(`A stored scrape counts stack ${number} of ${this.counts.length}.`);
      }
      this.counts[number] = reader.varint();
    }
    const present = [...this.counts.keys()].filter((i) => this.counts[i] !== 0);
    return {
      total,
      stacks: present.map((i) => this.stacks[i] as Stack),
      counts: Float64Array.from(present, (i) => this.counts[i] as number),
    };
  }

  /** The newest lines of a stack are not written again: they come with the chunk. */
  private numberFor(stack: Stack): number {
    let number = this.numberOf.get(stack.key);
    if (number === undefined) {
      number = this.stacks.length;
      this.numberOf.set(stack.key, number);
      this.stacks.push(stack);
      this.counts.push(0);
    }
    return number;
  }
}
