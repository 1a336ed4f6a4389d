import { MemoryHistory } from '../history/memory';
import { scrapeOf } from '../history/testing';
import type { HistoryRange } from '../history/store';
import type { MemoryField, MemorySource } from '../memstats/fields';
import type { ProcessFacts, TimestampMs } from '../scrape';
import { diagnose } from './diagnose';
import type { DiagnosisOptions, Finding, FindingId } from './finding';
import { MIB } from './words';

// For tests of the rules only: programs that are simulated figure by figure.

export const START_MS: TimestampMs = 1_800_000_000_000;

/** What a simulated program has at a moment; bytes. What is not given is 0, and adds up all the same. */
export interface Level {
  /** Live and dead objects. */
  heap: number;
  /** Free slots in spans in use. */
  fragmentation?: number;
  /** Idle spans that were not given back. */
  idle?: number;
  released?: number;
  stacks?: number;
  /** Resident beyond what Go has; undefined: the RSS is not told. */
  residual?: number;
  gcs?: number;
  goroutines?: number;
  more?: Partial<Record<MemoryField, number>>;
}

/** Bytes of the runtime's own structures, as a small program has them. */
const RUNTIME = 4 * MIB;

export function valuesOf(level: Level): Partial<Record<MemoryField, number>> {
  const { fragmentation = 0, gcs = 0, goroutines, heap, idle = 0, more, released = 0, residual, stacks = MIB } = level;
  const HeapInuse = heap + fragmentation;
  const HeapIdle = idle + released;
  const Sys = HeapInuse + HeapIdle + stacks + RUNTIME;
  return {
    HeapAlloc: heap,
    HeapInuse,
    HeapIdle,
    HeapReleased: released,
    HeapSys: HeapInuse + HeapIdle,
    StackInuse: stacks,
    StackSys: stacks,
    MSpanSys: MIB,
    MCacheSys: 0,
    BuckHashSys: MIB,
    GCSys: MIB,
    OtherSys: MIB,
    Sys,
    NextGC: 2 * heap,
    NumGC: gcs,
    GCCPUFraction: 0.001,
    ...(goroutines === undefined ? {} : { Goroutines: goroutines }),
    ...(residual === undefined ? {} : { RSS: Sys - released + residual }),
    ...more,
  };
}

export interface Program {
  samples: number;
  /** What it has at the n-th sample, so many minutes after the first. */
  at: (minutes: number, n: number) => Level;
  everyMs?: number;
  process?: ProcessFacts | ((n: number) => ProcessFacts);
  source?: MemorySource;
}

/** Scrapes a simulated program. It started a day before unless its facts say otherwise. */
export function rangeOf({ at, everyMs = 15_000, process, samples, source = '/metrics' }: Program): HistoryRange {
  const store = new MemoryHistory({ maxAgeMs: Infinity });
  for (let n = 0; n < samples; n++) {
    const facts = typeof process === 'function' ? process(n) : process;
    store.append(
      scrapeOf(START_MS + n * everyMs, undefined, {
        memory: { source, values: valuesOf(at((n * everyMs) / 60_000, n)) },
        process: { goVersion: 'go1.22.1', startTimeMs: START_MS - 86_400_000, ...facts },
      })
    );
  }
  return store.range(-Infinity, Infinity);
}

export function diagnoseProgram(program: Program, options: DiagnosisOptions = {}): Finding[] {
  return diagnose(rangeOf(program), options);
}

export function idsOf(findings: readonly Finding[]): FindingId[] {
  return findings.map(({ id }) => id);
}

/** The finding of a rule; fails where it was silent. */
export function findingOf(findings: readonly Finding[], id: FindingId): Finding {
  const finding = findings.find((one) => one.id === id);
  if (!finding) {
    throw new Error(`no ${id} among: ${idsOf(findings).join(', ') || 'nothing'}`);
  }
  return finding;
}

/** A heap that garbage fills from `live` up to twice that, and a collection empties, once in `cycle` samples. */
export function collected(live: number, n: number, cycle = 5): Pick<Level, 'heap' | 'gcs'> {
  return { heap: live * (1 + (n % cycle) / cycle), gcs: Math.floor(n / cycle) };
}
