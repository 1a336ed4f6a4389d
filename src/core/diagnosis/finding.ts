import type { Unit } from '../memstats/fields';
import type { TimestampMs } from '../scrape';

/** What was found out about a program's memory, with what it rests on. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** The answer in a few words: `Not a leak`, `Live heap grows`. */
  readonly title: string;
  /** One or two sentences with the numbers, without the title: `390 MiB were freed with MADV_FREE and ...`. */
  readonly text: string;
  /** What the sentence rests on. */
  readonly evidence: readonly FindingEvidence[];
  /** What to do, one sentence; empty where nothing is to be done. */
  readonly advice: string;
  /** What this finding cannot see, one sentence. */
  readonly cannotSee: string;
}

export type FindingId =
  | 'madv-free'
  | 'idle-retained'
  | 'fragmentation'
  | 'stacks-with-goroutines'
  | 'live-heap-rises'
  | 'saw-tooth'
  | 'off-heap'
  | 'high-but-flat'
  | 'huge-pages'
  | 'gc-near-limit'
  | 'impossible-counters'
  | 'undecided'
  | 'all-well';

/**
 * `ok`: it looks bad and is not. `info`: worth knowing. `warning`: it grows. `critical`: it ends in an OOM kill soon.
 * `quiet`: too little was seen to say any of these.
 */
export type Severity = 'ok' | 'info' | 'warning' | 'critical' | 'quiet';

export interface FindingEvidence {
  /** A MemStats or process field, or a formula of such: `RSS − (Sys − HeapReleased)`. */
  readonly metric: string;
  readonly value: number;
  readonly unit: Unit | 'bytes/min' | 'minutes' | 'text';
  readonly at: TimestampMs;
}

/** What a rule is told beside the range itself. */
export interface DiagnosisOptions {
  /** Bytes at which the process is killed: the container's limit, as it was set by hand or told by the target. */
  readonly limitBytes?: number;
}
