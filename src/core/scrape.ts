import type { MemoryField, MemorySource } from './memstats/fields';
import type { Stack } from './profile/stack';

/** Milliseconds since 1970-01-01 UTC, as `Date.now()` gives and Grafana's time fields hold. */
export type TimestampMs = number;

/**
 * One moment of one target: what a single round of the sampler brought back. A part whose request failed is absent and
 * named in `failures`; the other parts stand.
 */
export interface Scrape {
  /** When the round began, on the asking side's clock. */
  atMs: TimestampMs;
  goroutines?: GoroutineCounts;
  memory?: MemorySample;
  process: ProcessFacts;
  cost: ProbeCost;
  /** The interval at which it was due, ms: by that one that is late is told from one that was to come late. */
  intervalMs?: number;
  /** ms of the program's time that it took, at most; absent where that is not known, as of a program that did not answer. */
  spentMs?: number;
  /** What an answer 429 or 503 said: not to ask again before. */
  notBeforeMs?: TimestampMs;
  failures: readonly ScrapeFailure[];
}

/** Goroutines by stack. `stacks[i]` has `counts[i]` goroutines; their sum is `total`. Stacks are distinct by key. */
export interface GoroutineCounts {
  total: number;
  stacks: readonly Stack[];
  counts: Float64Array;
}

/** Every memory figure that one source told, bytes unless the field says otherwise (see memstats/fields.ts). */
export interface MemorySample {
  source: MemorySource;
  values: Partial<Record<MemoryField, number>>;
  /** The last stop-the-world pauses (at most 256), oldest first, where the source lists them. */
  pauses?: readonly GcPause[];
  /** MemStats' switches, where told. */
  flags?: { readonly EnableGC?: boolean; readonly DebugGC?: boolean };
  /** MemStats.BySize: allocations per size class, where told. */
  bySize?: readonly SizeClass[];
}

export interface GcPause {
  /** When it ended, from MemStats.PauseEnd. */
  endMs: TimestampMs;
  ns: number;
}

/** As in MemStats.BySize: the greatest object size of the class in bytes, and objects since the start. */
export interface SizeClass {
  Size: number;
  Mallocs: number;
  Frees: number;
}

/** What is known of the process itself. Absent means not told, never zero. */
export interface ProcessFacts {
  /** As `runtime.Version()` has it: `go1.26.8`. */
  goVersion?: string;
  startTimeMs?: TimestampMs;
  /** `mapping[0].build_id` of the profile; empty in programs built before Go 1.24 without a linker flag. */
  buildId?: string;
  /** The GODEBUG setting, where the target publishes it. */
  godebug?: string;
  /** The program's own version, where the target publishes it. */
  version?: string;
}

/** What one round cost, as seen from the asking side. */
export interface ProbeCost {
  requests: number;
  /** Bytes of the answers' bodies. */
  bytes: number;
  /** Wall time of all requests added up; an upper bound for the time that the target spent. */
  durationMs: number;
}

/** A request that did not give what it was sent for. */
export interface ScrapeFailure {
  part: 'goroutines' | 'memory' | 'heap' | 'store';
  /** What was asked, what came back, what to do: one sentence each, for a person. */
  message: string;
}
