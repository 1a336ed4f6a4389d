import type { Frame } from '../profile/stack';

/** What `goroutine?debug=2` says: a goroutine a block, in the order of the text. */
export interface Dump {
  readonly goroutines: readonly DumpedGoroutine[];
  /** Lines that no known form of the format explains, as they came, with their line number (from 1). */
  readonly unknown: ReadonlyArray<{ readonly line: number; readonly text: string }>;
  /**
   * The text ends before its end: the runtime cuts it at 64 MiB, or an answer was cut on its way. Goroutines after that
   * are missing. The last one is kept as far as it is whole: its header and the calls of which both lines are there. The
   * cut line itself is left out, and is not unknown.
   */
  readonly isCut: boolean;
}

/** One goroutine. Those of one stack have one and the same array `frames`, in which the same call is the same object. */
export interface DumpedGoroutine {
  /** As the runtime numbers them; exact, they grow with the life of a program. */
  readonly id: number;
  /** The first part between the brackets, as it is written: `chan receive`, `IO wait`, `select (no cases)`. */
  readonly state: string;
  /**
   * Whole minutes that it has waited, from the first garbage collection on after it began to; 0 where the dump does not
   * say, which is under a minute, or not waiting.
   */
  readonly minutes: number;
  readonly isLocked: boolean;
  /** What else the header says: `leaked`, `durable`, `synctest bubble 1`, `scan`; and `stack unavailable`. */
  readonly notes: readonly string[];
  /** As pprof.Do set them (Go 1.26 with GODEBUG=tracebacklabels=1, Go 1.27). */
  readonly labels: Readonly<Record<string, string>>;
  /** Leaf first. Arguments are left out; `panic` is runtime.gopanic, as in a profile. */
  readonly frames: readonly Frame[];
  /** Frames that the runtime left out of a deep stack: `...N frames elided...`; NaN where it does not say how many. */
  readonly elided: number;
  /** Where in `frames` they would stand; equals `frames.length` where nothing follows them, or none are left out. */
  readonly elidedAt: number;
  /** The function with the go statement, and where; absent for the main goroutine. */
  readonly createdBy?: CreatedBy;
}

/** Goroutines that one goroutine created at one place share it. */
export interface CreatedBy extends Frame {
  /** Which goroutine that was (Go 1.21). */
  readonly goroutine?: number;
}
