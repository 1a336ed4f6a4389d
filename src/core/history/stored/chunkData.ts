import type { MemoryField, MemorySource } from '../../memstats/fields';
import type { StackInterner } from '../../profile/interner';
import type { ProcessFacts, ScrapeFailure } from '../../scrape';
import { Chunk, CHUNK_ROWS } from '../chunk';
import { CountColumns } from '../countColumns';
import type { Lanes } from '../lanes';
import { PackedColumn } from '../packedColumn';
import { StoredError } from './error';
import { packRecord, unpackRecord, type Plain } from './record';
import { stackTable, stacksOfTable, type StackTable } from './stackTable';

/**
 * A closed chunk as plain data, which stands for itself: what a store keeps, and what the past that others recorded is
 * brought into. Of a stack's lines only the newest in the chunk are kept.
 */
export interface ChunkData {
  /** A cell a row. */
  readonly times: Float64Array;
  /** NaN where not told. */
  readonly totals: Float64Array;
  /** 1 for a row that took a goroutine profile; absent: those whose total is told. */
  readonly profiled?: Uint8Array;
  /** 1 for a row before which the process was restarted. */
  readonly restarted: Uint8Array;
  /** The interval at which each row was due, ms; absent where no row tells, as in what former versions wrote. */
  readonly intervals?: ColumnData;
  /** What was known of the process, and by row the index of it. */
  readonly facts: readonly ProcessFacts[];
  readonly factsAt: Uint16Array;
  readonly failures: ReadonlyArray<{ readonly row: number } & ScrapeFailure>;
  readonly memory: readonly MemoryColumnData[];
  /** What told the newest of it. */
  readonly memorySource?: MemorySource;
  /** As they are, or as a record of their own, which is unpacked when somebody looks at a count. */
  readonly stacks: StackTable | Uint8Array;
  /** Stack s has the changes (runs.ts) [starts[s], starts[s + 1]) of `runs`, over the rows that took a profile. */
  readonly starts: Int32Array;
  readonly runs: Uint8Array;
}

export interface MemoryColumnData extends ColumnData {
  readonly field: MemoryField;
}

/** A PackedColumn. */
export interface ColumnData {
  readonly base: number;
  readonly step: number;
  readonly codes?: Uint8Array | Uint16Array | Uint32Array | Float64Array;
}

/** A closed chunk's data: on its own arrays where they are not longer than they need be. */
export function chunkData(chunk: Chunk): ChunkData {
  const { counts, failures, length, packedIntervals: intervals, process } = chunk;
  const facts = [...new Set(process)];
  return {
    times: chunk.times.slice(0, length),
    totals: chunk.totals.slice(0, length),
    restarted: chunk.restarted.slice(0, length),
    intervals: intervals && columnData(intervals),
    facts,
    factsAt: Uint16Array.from(process, (known) => facts.indexOf(known)),
    failures: failures.map(({ row, failure: { message, part } }) => ({ row, part, message })),
    memory: chunk.packedMemory.map(([field, column]) => ({ field, ...columnData(column) })),
    memorySource: chunk.memorySource,
    stacks: packRecord(stackTable(counts.stacks) as unknown as Plain),
    starts: counts.starts,
    runs: counts.bytes,
  };
}

function columnData({ base, codes, step }: PackedColumn): ColumnData {
  return { base, step, codes };
}

function packedColumn({ base, codes, step }: ColumnData): PackedColumn {
  return new PackedColumn(base, step, codes?.slice());
}

/**
 * The chunk of such data, whose stacks get their lanes when somebody looks at a count. It keeps the data until then.
 *
 * @throws StoredError where the parts do not fit each other
 */
export function restoreChunk(data: ChunkData, lanes: Lanes, interner: StackInterner): Chunk {
  check(data);
  const facts = data.facts.map((known) => ({ ...known }));
  return Chunk.closed({
    times: data.times,
    totals: data.totals,
    profiled: data.profiled,
    restarted: data.restarted,
    intervals: data.intervals && packedColumn(data.intervals),
    process: Array.from(data.factsAt, (index) => facts[index] as ProcessFacts),
    failures: data.failures.map(({ message, part, row }) => ({ row, failure: { part, message } })),
    memory: data.memory.map((column) => [column.field, packedColumn(column)]),
    memorySource: data.memorySource,
    counts: () => countsOf(data, lanes, interner),
    countBytes: data.runs.length + data.starts.length * BYTES_A_STACK,
  });
}

/** An id, where its run starts, and a reference. */
const BYTES_A_STACK = 4 + 4 + 8;

/** @throws StoredError where the stacks do not fit the runs; then no lane is taken */
function countsOf(data: ChunkData, lanes: Lanes, interner: StackInterner): CountColumns {
  const table = data.stacks instanceof Uint8Array ? (unpackRecord(data.stacks) as unknown as StackTable) : data.stacks;
  const stacks = stacksOfTable(table, interner);
  if (data.starts.length !== stacks.length + 1) {
    throw new StoredError(`A stored chunk has ${stacks.length} stacks with ${data.starts.length - 1} runs.`);
  }
  return byId(
    data,
    stacks,
    stacks.map((stack) => lanes.adopt(stack))
  );
}

/** The runs in order of the ids that the stacks have in this history. */
function byId(
  { profiled, runs, starts, totals }: ChunkData,
  stacks: CountColumns['stacks'],
  ids: readonly number[]
): CountColumns {
  const order = Uint32Array.from(ids.keys()).sort((a, b) => (ids[a] as number) - (ids[b] as number));
  const bytes = new Uint8Array(runs.length);
  const ordered = new Int32Array(starts.length);
  let at = 0;
  order.forEach((stored, slot) => {
    const run = runs.subarray(starts[stored], starts[stored + 1]);
    bytes.set(run, at);
    at += run.length;
    ordered[slot + 1] = at;
  });
  return new CountColumns(
    totals.filter((total, row) => (profiled ? profiled[row] === 1 : !Number.isNaN(total))).length,
    order.map((stored) => ids[stored] as number),
    Array.from(order, (stored) => stacks[stored] as (typeof stacks)[number]),
    ordered,
    bytes,
    new Map()
  );
}

function check(data: ChunkData): void {
  const { facts, factsAt, intervals, memory, profiled, restarted, runs, stacks, starts, times, totals } = data;
  const rows = times.length;
  const isAscending = times.every(
    (time, row) => Number.isFinite(time) && (row === 0 || time > (times[row - 1] as number))
  );
  const fits =
    rows > 0 &&
    rows <= CHUNK_ROWS &&
    isAscending &&
    totals.length === rows &&
    (!profiled || profiled.length === rows) &&
    restarted.length === rows &&
    factsAt.length === rows &&
    factsAt.every((index) => index < facts.length) &&
    [...memory, ...(intervals ? [intervals] : [])].every(({ codes }) => !codes || codes.length === rows) &&
    starts.length > 0 &&
    (stacks instanceof Uint8Array || starts.length === stacks.keys.length + 1) &&
    starts.every((start, s) => start >= (starts[s - 1] ?? 0)) &&
    (starts.at(-1) as number) < runs.length;
  if (!fits) {
    throw new StoredError(`A stored chunk of ${rows} scrapes does not fit together.`);
  }
}
