/** A call of a stack, as far as a stack's identity goes. */
export interface Frame {
  name: string;
  line: number;
}

/** What the work W gives: everything a person is shown, and access to all of it for checking. */
export interface Outcome {
  total: number;
  /** The 20 greatest, greatest first. */
  top: ReadonlyArray<{ value: number; frames: readonly Frame[] }>;
  /** Those that hold nothing may be missing. */
  leaves: ReadonlyArray<{ name: string; value: number }>;
  /** Every distinct stack. Read outside the clock only. */
  stacks: DistinctStacks;
  /**
   * What the profile was decoded into. Runners hold on to that of a small profile: a major GC makes V8 forget the hidden
   * classes of objects of which none is left, and whoever had none would be compiled anew in every round.
   */
  decoded: unknown;
}

export interface DistinctStacks {
  readonly length: number;
  value(stack: number): number;
  /** Leaf first. */
  eachFrame(stack: number, visit: (name: string, line: number) => void): void;
}

/**
 * One way to do W: decode, sum value[0] per distinct stack (the sequence of function names and lines, inlined lines in
 * order), top stacks, totals per leaf function. Inflating is the runner's, the same for all.
 */
export interface Subject {
  /** What is made once and not per profile: a schema, a registry. */
  prepare?(): void;
  work(inflated: Uint8Array): Outcome;
}

export const TOP = 20;
