import type { Frame } from '../profile/stack';

/** What `goroutine?debug=2` says: a goroutine a block, in the order of the text. */
export interface Dump {
  readonly goroutines: readonly DumpedGoroutine[];
  /** Lines that no known form of the format explains, as they came, with their line number (from 1). */
  readonly unknown: ReadonlyArray<{ readonly line: number; readonly text: string }>;
  /** The runtime cuts its text at 64 MiB: the goroutines after that are missing, and the last block may be cut. */
  readonly isCut: boolean;
}

/** One goroutine. Those of one stack share their `frames`. */
export interface DumpedGoroutine {
  /** As the runtime numbers them; exact, they grow with the life of a program. */
  readonly id: number;
  /** The first part between the brackets, as it is written: `chan receive`, `IO wait`, `select (no cases)`. */
  readonly state: string;
  /** Whole minutes that it has waited; 0 where the dump does not say, which is under a minute. */
  readonly minutes: number;
  readonly isLocked: boolean;
  /** What else stands between the brackets: `leaked`, `durable`, `synctest bubble 1`, `scan`. */
  readonly notes: readonly string[];
  /** As pprof.Do set them (Go 1.27). */
  readonly labels: Readonly<Record<string, string>>;
  /** Leaf first. Arguments are left out; `...N frames elided...` stands in `elided`. */
  readonly frames: readonly Frame[];
  readonly elided: number;
  /** The function with the go statement, and where; absent for the main goroutine. */
  readonly createdBy?: Frame & { readonly goroutine?: number };
}
