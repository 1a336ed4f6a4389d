import type { BlockedOn, Frame, StackKey } from '../../core/profile/stack';
import type { CommonMeta } from './common';

/** Wide frame: `time`, then one number field a series, highest peak in the range first, `other` last. */
export interface GoroutinesMeta extends CommonMeta {
  kind: 'goroutines';
  groupBy: 'total' | 'stack' | 'function' | 'leak';
  /** All goroutines at the newest scrape; null when it failed. */
  totalNow: number | null;
  /** Distinct stacks (or functions) in the time range, of which the frame has `Object.keys(series).length` and the rest in `other`. */
  groups: number;
  /** By field name. */
  series: Readonly<Record<string, GoroutineSeries>>;
}

export interface GoroutineSeries {
  /** What the field counts: every goroutine, one stack, one function, one leak, or all that is not shown by itself. */
  role: 'total' | 'stack' | 'function' | 'leak' | 'other';
  /** role `leak`: the `id` of its row in a suspects frame of the same window. */
  leak?: string;
  /** role `stack`: the stack's identity. */
  stackKey?: StackKey;
  blockedOn?: BlockedOn;
  /** role `stack`: leaf first. */
  frames?: readonly Frame[];
  /** role `stack`: index of the first frame outside runtime and standard library; -1 where there is none. */
  userFrame?: number;
  /**
   * role `stack`: index of the frame to call the stack by: `userFrame`, else the function that the goroutine was
   * started with. -1 only for an empty stack.
   */
  namedBy?: number;
  /** role `other`: how many stacks or functions it adds up. */
  groups?: number;
}
