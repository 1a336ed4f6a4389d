import type { BlockedOn, Frame, StackKey } from '../profile/stack';

/** Which goroutines of a dump to look at, and how. */
export interface DumpOptions {
  readonly view: DumpView;
  /** Only those in this state, as the dump writes it, */
  readonly state?: RegExp;
  /** that waited for so many minutes at least, */
  readonly minMinutes?: number;
  /** with a function in their stack, */
  readonly focus?: RegExp;
  /** in one of these stacks of the goroutine profile (identity.ts), */
  readonly stacks?: readonly StackKey[];
  /** created by such a function. */
  readonly creator?: RegExp;
  /** How many rows. */
  readonly top: number;
}

/** A row each: goroutines; their stacks; ranges of wait ages. */
export const DUMP_VIEWS = ['goroutines', 'stacks', 'waits'] as const;
export type DumpView = (typeof DUMP_VIEWS)[number];

export interface DumpAnswer {
  /** Goroutines in the dump, and those that passed the filter. */
  readonly total: number;
  readonly matched: number;
  /** view `goroutines`: the oldest wait first. */
  readonly goroutines: readonly GoroutineRow[];
  /** view `stacks`: the most goroutines first; for `goroutines` and `waits` empty. */
  readonly stacks: readonly DumpStackRow[];
  /** How many waited how long, over all that passed. Always given. */
  readonly waits: readonly WaitRange[];
  /** What the dump could not tell or was not understood, one sentence each; empty where there is nothing to say. */
  readonly caveats: readonly string[];
}

export interface GoroutineRow {
  readonly id: number;
  readonly state: string;
  readonly minutes: number;
  readonly isLocked: boolean;
  readonly notes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** As in the goroutine profile; a key of its own where that did not have the stack. */
  readonly stackKey: StackKey;
  /** As the dump shows them: without those of the runtime. */
  readonly frames: readonly Frame[];
  /** As in GoroutineSeries: index of the frame to call it by. */
  readonly namedBy: number;
  readonly creator?: Creator;
}

/** The function with the go statement. */
export interface Creator extends Frame {
  /** In a row of a stack: the one that created more than half of those that were created here, if one did. */
  readonly goroutine?: number;
  /** What the creator was doing, where that goroutine is still in the dump: first user frame of its stack. */
  readonly now?: Frame;
}

export interface DumpStackRow {
  readonly stackKey: StackKey;
  readonly frames: readonly Frame[];
  readonly userFrame: number;
  readonly namedBy: number;
  readonly blockedOn: BlockedOn;
  readonly count: number;
  /** Whole minutes waited: least, median, nine tenths, most, by nearest rank. */
  readonly minutes: { readonly least: number; readonly median: number; readonly p90: number; readonly most: number };
  /** The oldest goroutine's id. */
  readonly oldest: number;
  readonly waits: readonly WaitRange[];
  /** By place of the go statement, ten at most: the most frequent first, with how many of the goroutines each created. */
  readonly creators: ReadonlyArray<{ readonly creator: Creator; readonly count: number }>;
  /** pprof labels, ten at most, the most frequent first. Empty where the dump tells none, as mostly before Go 1.27. */
  readonly labels: readonly LabelCount[];
}

/** How many goroutines have a label with this value. */
export interface LabelCount {
  readonly key: string;
  readonly value: string;
  readonly count: number;
}

/** Goroutines that waited for `from` to `to` minutes (`to` not included; Infinity for the last). */
export interface WaitRange {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}
