import type { StackInterner } from '../../profile/interner';
import type { MemorySample, ProcessFacts } from '../../scrape';
import { PackedColumn } from '../packedColumn';
import { RestartDetector } from '../restarts';
import { CHUNK_ROWS } from '../runs';
import type { ChunkData } from '../stored/chunkData';
import type { PastColumns } from './columns';
import { CallStacks, runsOf, type PastProfiles, type PastRuns } from './profiles';

const NO_PROFILES: PastProfiles = {
  calls: { names: [], parents: new Int32Array(0), functions: new Int32Array(0) },
  rows: [],
};

/** The columns as chunks, oldest first. A restart is told from the start time, without it from a counter that fell. */
export function pastChunks(past: PastColumns, interner: StackInterner): ChunkData[] {
  const { length } = past.times;
  const { profiles = NO_PROFILES } = past;
  const calls = new CallStacks(profiles.calls, interner);
  const facts = factsByRow(past);
  const restarted = restartsOf(past, facts);
  const chunks: ChunkData[] = [];
  for (let from = 0; from < length; from += CHUNK_ROWS) {
    const to = Math.min(length, from + CHUNK_ROWS);
    const runs = runsOf(profiles.rows.slice(from, to), calls);
    chunks.push({ ...chunkOf(past, from, to, facts, restarted), ...runs });
  }
  return chunks;
}

function chunkOf(
  { memory, profiles, times, totals }: PastColumns,
  from: number,
  to: number,
  process: readonly ProcessFacts[],
  restarted: Uint8Array
): Omit<ChunkData, keyof PastRuns> {
  const facts = [...new Set(process.slice(from, to))];
  return {
    times: times.slice(from, to),
    totals: totals.slice(from, to),
    profiled: new Uint8Array(to - from).fill(profiles ? 1 : 0),
    restarted: restarted.slice(from, to),
    facts,
    factsAt: Uint16Array.from(process.slice(from, to), (known) => facts.indexOf(known)),
    failures: [],
    memory: memory
      .map(({ field, values }) => ({ field, values: values.slice(from, to) }))
      .filter(({ values }) => !values.every(Number.isNaN))
      .map(({ field, values }) => {
        const { base, codes, step } = PackedColumn.pack(values);
        return { field, base, step, codes };
      }),
    memorySource: '/metrics',
  };
}

/** A row each; the same object where nothing else was known. */
function factsByRow({ process, times }: PastColumns): ProcessFacts[] {
  const result: ProcessFacts[] = [];
  let known: ProcessFacts = {};
  let next = 0;
  for (let row = 0; row < times.length; row++) {
    while (next < process.length && (process[next] as (typeof process)[number]).row <= row) {
      known = (process[next++] as (typeof process)[number]).process;
    }
    result.push(known);
  }
  return result;
}

function restartsOf({ memory, times }: PastColumns, facts: readonly ProcessFacts[]): Uint8Array {
  const detector = new RestartDetector();
  return Uint8Array.from(times, (atMs, row) => {
    const values: MemorySample['values'] = {};
    for (const column of memory) {
      const value = column.values[row] as number;
      if (!Number.isNaN(value)) {
        values[column.field] = value;
      }
    }
    const sign = detector.next({
      atMs,
      memory: { source: '/metrics', values },
      process: facts[row] as ProcessFacts,
      cost: { requests: 0, bytes: 0, durationMs: 0 },
      failures: [],
    });
    return sign === undefined ? 0 : 1;
  });
}
