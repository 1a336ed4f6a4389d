import type { Stack } from '../profile/stack';
import type { TimestampMs } from '../scrape';
import type { Caveat } from './caveats';
import type { Evidence } from './evidence';

/** One leak: the stacks that grow together. Paces are goroutines per minute. */
export interface Suspect {
  /** Fastest first. */
  readonly members: readonly Member[];
  /** The one to show first: the largest with a frame of the user's code, else the largest. */
  readonly leader: Member;
  /** All members' goroutines at the newest scrape. */
  readonly count: number;
  /** All members' pace since the onset, with its 95 % interval. */
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
  /** When it began to grow. With `sinceBefore` it grew from the window's start on, and may have begun before. */
  readonly sinceMs: TimestampMs;
  readonly sinceBefore: boolean;
  /** The least of its members' p values (one stack, one-sided). */
  readonly pValue: number;
  /** 1 less the p value adjusted for the number of stacks, from 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export interface Member {
  readonly stack: Stack;
  readonly count: number;
  readonly perMinute: number;
}

export interface Suspects {
  /** The fastest first. */
  readonly suspects: readonly Suspect[];
  readonly caveats: readonly Caveat[];
  readonly looked: Looked;
}

/** What the judgement rests on. */
export interface Looked {
  /** First and last usable scrape of the window; undefined where there were too few to judge by. */
  readonly fromMs: TimestampMs | undefined;
  readonly toMs: TimestampMs | undefined;
  /** Usable scrapes: what is left of the window without warm-up. */
  readonly scrapes: number;
  /** Stacks that were tested. */
  readonly stacks: number;
  readonly intervalMs: number;
}
