import type { MemoryField, MemorySource } from '../memstats/fields';
import type { ProcessFacts, Scrape, ScrapeFailure, TimestampMs } from '../scrape';
import type { CountColumns } from './countColumns';
import { CountLog } from './countLog';
import type { Differences, Lanes } from './lanes';
import { PackedColumn } from './packedColumn';
import { CHUNK_ROWS } from './runs';
import { ARRAY_BYTES, mapBytes, OBJECT_BYTES, REFERENCE_BYTES, stringBytes, type HistoryBytes } from './size';

export { CHUNK_ROWS } from './runs';

/** The rows of a closed chunk. */
export interface ClosedRows {
  readonly times: Float64Array;
  /** NaN where not told. */
  readonly totals: Float64Array;
  /** 1 for a row that took a goroutine profile; absent: those whose total is told. */
  readonly profiled?: Uint8Array;
  /** 1 for a row before which the process was restarted. */
  readonly restarted: Uint8Array;
  /** Absent where no row tells. */
  readonly intervals?: PackedColumn;
  /** A row each; the same object where nothing else was known. */
  readonly process: readonly ProcessFacts[];
  readonly failures: ReadonlyArray<{ readonly row: number; readonly failure: ScrapeFailure }>;
  readonly memory: Iterable<readonly [MemoryField, PackedColumn]>;
  readonly memorySource?: MemorySource;
  /** Made when somebody first looks at a count: for a day of 2,000 stacks it takes longer than all the rest. */
  readonly counts: () => CountColumns;
  /** What they will take, from above. */
  readonly countBytes: number;
}

/**
 * A run of scrapes as columns: open while it is filled, then closed, which packs it. Rows are only ever added, never
 * changed, so that whoever holds a chunk and a range of rows below `length` sees the same for ever.
 */
export class Chunk {
  readonly times = new Float64Array(CHUNK_ROWS);
  readonly totals = new Float64Array(CHUNK_ROWS).fill(NaN);
  readonly restarted = new Uint8Array(CHUNK_ROWS);
  /** How many of the rows before this one took a goroutine profile. */
  readonly profilesBefore = new Uint16Array(CHUNK_ROWS + 1);
  readonly process: ProcessFacts[] = [];
  readonly failures: Array<{ row: number; failure: ScrapeFailure & { atMs: TimestampMs } }> = [];
  length = 0;
  /** What told the newest memory figures. */
  memorySource: MemorySource | undefined;
  private memory = new Map<MemoryField, Column>();
  /** The interval at which each row was due, ms, NaN where not told. Undefined where no row tells. */
  private intervals: Column | undefined;
  private log: CountLog | undefined;
  /** Of an open chunk: as of its newest row, once somebody asked. */
  private columns: CountColumns | undefined;
  /** Of a chunk that was filled elsewhere, until somebody asks. */
  private makeColumns: (() => CountColumns) | undefined;
  /** What failures and process facts take. */
  private objectBytes = 0;
  private closedBytes: HistoryBytes | undefined;

  /** An open one, which writes down what it is given. */
  static open(lanes: Lanes): Chunk {
    const chunk = new Chunk();
    chunk.log = new CountLog(lanes);
    return chunk;
  }

  /** A closed one, from rows that were written down elsewhere. */
  static closed(rows: ClosedRows): Chunk {
    const { countBytes, counts, failures, memory, memorySource, process, profiled, restarted, times, totals } = rows;
    const chunk = new Chunk();
    chunk.times.set(times);
    chunk.totals.set(totals);
    chunk.restarted.set(restarted);
    totals.forEach((total, row) => {
      const isProfiled = profiled ? profiled[row] === 1 : !Number.isNaN(total);
      chunk.profilesBefore[row + 1] = (chunk.profilesBefore[row] as number) + (isProfiled ? 1 : 0);
    });
    process.forEach((facts) => chunk.addProcess(facts));
    failures.forEach(({ row, failure }) => chunk.addFailure(row, failure));
    chunk.memory = new Map(memory);
    chunk.memorySource = memorySource;
    chunk.intervals = rows.intervals;
    chunk.makeColumns = counts;
    chunk.length = times.length;
    const bytes = chunk.measure();
    chunk.closedBytes = { ...bytes, counts: bytes.counts + countBytes };
    return chunk;
  }

  private constructor() {}

  get isFull(): boolean {
    return this.length === CHUNK_ROWS;
  }

  /** The counts of all rows so far. In an open chunk they are turned over at the first call after an append. */
  get counts(): CountColumns {
    this.columns ??= this.log ? this.log.columns() : this.makeColumns?.();
    this.makeColumns = undefined;
    return this.columns as CountColumns;
  }

  /** Whether somebody has looked at the counts of a chunk that was filled elsewhere: before, it has no lanes. */
  get hasLanes(): boolean {
    return this.makeColumns === undefined;
  }

  get memoryFields(): readonly MemoryField[] {
    return [...this.memory.keys()];
  }

  /** What it takes; of the Stack objects only those that neither a newer chunk nor Lanes refer to. */
  get bytes(): HistoryBytes {
    return this.closedBytes ?? this.measure();
  }

  /** Takes in a scrape, with what `Lanes.find` said of its profile since this chunk began. */
  append(scrape: Scrape, differences: Differences | undefined, isRestart: boolean, process: ProcessFacts): void {
    const row = this.length;
    const { goroutines } = scrape;
    this.times[row] = scrape.atMs;
    this.restarted[row] = isRestart ? 1 : 0;
    this.addProcess(process);
    scrape.failures.forEach((failure) => this.addFailure(row, failure));
    this.memorySource = scrape.memory?.source ?? this.memorySource;
    if (scrape.intervalMs !== undefined) {
      this.intervalColumn()[row] = scrape.intervalMs;
    }
    for (const [field, value] of Object.entries(scrape.memory?.values ?? {})) {
      this.memoryColumn(field as MemoryField)[row] = value;
    }
    this.profilesBefore[row + 1] = (this.profilesBefore[row] as number) + (goroutines ? 1 : 0);
    if (goroutines && differences) {
      this.totals[row] = goroutines.total;
      (this.log as CountLog).append(goroutines, differences);
    }
    this.columns = undefined;
    // Last, so that a row is never seen half written.
    this.length++;
  }

  /** Packs it: no row comes any more. */
  close(): void {
    const { counts, length } = this;
    this.columns = counts;
    const packed = (column: Column) =>
      column instanceof PackedColumn ? column : PackedColumn.pack(column.subarray(0, length));
    this.memory = new Map([...this.memory].map(([field, column]) => [field, packed(column)]));
    this.intervals = this.intervals && packed(this.intervals);
    const { stacks } = this.measure();
    this.log = undefined;
    this.closedBytes = { ...this.measure(), stacks };
  }

  /** The memory columns of a closed chunk. */
  get packedMemory(): Array<[MemoryField, PackedColumn]> {
    return [...this.memory].map(([field, column]) => [field, packedOnly(column)]);
  }

  /** The intervals of a closed chunk; undefined where no row tells. */
  get packedIntervals(): PackedColumn | undefined {
    return this.intervals && packedOnly(this.intervals);
  }

  /** Rows [from, to) of a memory field into `target` at `at`, NaN where not told. */
  copyMemory(field: MemoryField, from: number, to: number, target: Float64Array, at: number): void {
    copyColumn(this.memory.get(field), from, to, target, at);
  }

  /** The same of the intervals. */
  copyIntervals(from: number, to: number, target: Float64Array, at: number): void {
    copyColumn(this.intervals, from, to, target, at);
  }

  /** That of one row. */
  intervalAt(row: number): number {
    const cell = new Float64Array(1);
    this.copyIntervals(row, row + 1, cell, 0);
    return cell[0] as number;
  }

  private addProcess(process: ProcessFacts): void {
    if (process !== this.process.at(-1)) {
      this.objectBytes += 4 * OBJECT_BYTES;
    }
    this.process.push(process);
  }

  private addFailure(row: number, failure: ScrapeFailure): void {
    this.failures.push({ row, failure: { ...failure, atMs: this.times[row] as number } });
    this.objectBytes += 2 * OBJECT_BYTES + stringBytes(failure.message);
  }

  private memoryColumn(field: MemoryField): Float64Array {
    let column = this.memory.get(field);
    if (!(column instanceof Float64Array)) {
      column = new Float64Array(CHUNK_ROWS).fill(NaN);
      this.memory.set(field, column);
    }
    return column;
  }

  private intervalColumn(): Float64Array {
    if (!(this.intervals instanceof Float64Array)) {
      this.intervals = new Float64Array(CHUNK_ROWS).fill(NaN);
    }
    return this.intervals;
  }

  private measure(): HistoryBytes {
    const { columns, intervals, log, memory, process, restarted, times, totals, profilesBefore } = this;
    const rows = times.byteLength + totals.byteLength + restarted.byteLength + profilesBefore.byteLength;
    let facts = mapBytes(memory.size) + process.length * REFERENCE_BYTES + this.objectBytes;
    facts += intervals?.byteLength ?? 0;
    if (log) {
      facts += memory.size * (CHUNK_ROWS * 8 + ARRAY_BYTES);
    } else {
      memory.forEach((column) => (facts += column.byteLength));
    }
    return {
      counts: rows + 4 * ARRAY_BYTES + 3 * OBJECT_BYTES + (log?.byteLength ?? 0) + (columns?.byteLength ?? 0),
      facts,
      stacks: log?.formerStackBytes ?? 0,
    };
  }
}

type Column = Float64Array | PackedColumn;

function packedOnly(column: Column): PackedColumn {
  if (!(column instanceof PackedColumn)) {
    throw new Error('an open chunk has no packed columns');
  }
  return column;
}

/** Rows [from, to) of a column into `target` at `at`; NaN where there is none. */
function copyColumn(column: Column | undefined, from: number, to: number, target: Float64Array, at: number): void {
  if (!column) {
    target.fill(NaN, at, at + to - from);
  } else if (column instanceof PackedColumn) {
    column.copy(from, to, target, at);
  } else {
    target.set(column.subarray(from, to), at);
  }
}
