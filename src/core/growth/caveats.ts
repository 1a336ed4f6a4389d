import type { Stack } from '../profile/stack';
import type { TimestampMs } from '../scrape';

/** What could not have been seen, or was seen and is no leak. */
export type Caveat =
  /** Fewer usable scrapes than are needed; nothing was tested. */
  | { readonly kind: 'too few scrapes'; readonly scrapes: number; readonly needed: number }
  /** The window, and the slowest leak that the effect floor lets through in it. */
  | { readonly kind: 'short window'; readonly minutes: number; readonly leastPerMinute: number }
  /** Load rose by so many percent and is still up: these grew no more than it could explain. */
  | { readonly kind: 'no off-peak yet'; readonly loadRisePercent: number; readonly withheld: readonly Stack[] }
  /** No series of load was given and no three stacks agree on one: a wave longer than `minutes` looks like a leak. */
  | { readonly kind: 'load not known'; readonly minutes: number }
  /** The window is short, and before it these were seen to fall by as much as they rise now. */
  | { readonly kind: 'within its swing'; readonly withheld: readonly Stack[] }
  /** As many stacks fall as rise: waves of their own, longer than the window. These were withheld. */
  | { readonly kind: 'as many fall'; readonly falling: number; readonly withheld: readonly Stack[] }
  | { readonly kind: 'gaps'; readonly gaps: number; readonly lostMs: number }
  | { readonly kind: 'restarts'; readonly restarts: number }
  /** Too little was scraped since that deploy: what is said is of the time before it. */
  | { readonly kind: 'deploy too new'; readonly deployMs: TimestampMs }
  /** A great count that does not grow: not a leak now. */
  | {
      readonly kind: 'high but flat';
      readonly stack: Stack;
      readonly count: number;
      readonly perMinute: number;
      readonly low: number;
      readonly high: number;
    };

export type CaveatKind = Caveat['kind'];
