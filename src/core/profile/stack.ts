/**
 * A stack's identity across scrapes, rebuilds and restarts: its normalised function names, never program counters.
 * Short and opaque (a hash in base 36), safe in URLs, variables and labels.
 */
export type StackKey = string;

/** One call in a stack. Inlined calls are frames of their own. */
export interface Frame {
  /** As the runtime names it: `net/http.(*conn).serve`. */
  readonly function: string;
  readonly file: string;
  /** 1-based; 0 where the profile does not say. */
  readonly line: number;
}

/** What a parked goroutine waits for; blockedon.ts says how it is told. */
export type BlockedOn =
  | 'running'
  | 'chan receive'
  | 'chan receive (nil chan)'
  | 'chan send'
  | 'chan send (nil chan)'
  | 'select'
  | 'select (no cases)'
  | 'mutex'
  | 'RWMutex'
  | 'WaitGroup'
  | 'Cond'
  | 'semaphore'
  | 'sleep'
  | 'timer'
  | 'I/O wait'
  | 'syscall'
  | 'GC worker'
  | 'finalizer'
  | 'coroutine'
  | 'other';

/** A distinct stack with what a person wants to know of it first. */
export interface Stack {
  readonly key: StackKey;
  /** Leaf first, as in profile.proto. Lines are those of the newest sighting. Empty for an empty stack. */
  readonly frames: readonly Frame[];
  readonly blockedOn: BlockedOn;
  /**
   * Index in `frames` of the first frame outside the runtime and the standard library, where a person looks first;
   * -1 where the stack never leaves them.
   */
  readonly userFrame: number;
}
