import type { Stack, StackKey } from '../profile/stack';
import type { TimestampMs } from '../scrape';

/** What the caller knows or wants otherwise. Everything is optional. */
export interface GrowthOptions {
  /** Moments at which another build or configuration came. Restarts are known from the range itself. */
  deploys?: readonly TimestampMs[];
  /** A series of load, one cell a scrape of the range (NaN where not known): requests, connections, in any unit. */
  load?: Float64Array;
  /** The share of false suspects that is put up with among all, in an hour's scrapes; in less, so much less. Default 0.05. */
  falseDiscoveryRate?: number;
  /** Goroutines that must be won over the window. Default 5. */
  minRise?: number;
  /** The same in percent of the count at the window's start. Default 5. */
  minPercent?: number;
  /** Dropped after starts and deploys. Default: 60 s, at least 5 intervals. */
  warmUpMs?: number;
  /** Stacks that are not looked at, and are no part of the number of tests. */
  ignore?: (stack: Stack) => boolean;
  /** Stacks that are always estimated, whether they may grow or not. */
  always?: ReadonlySet<StackKey>;
  /** What a suspect is: stacks that grow together (default), each stack, or the stacks that are called by one function. */
  groupBy?: 'leak' | 'stack' | 'function';
}

export const DEFAULT_FALSE_DISCOVERY_RATE = 0.05;
export const DEFAULT_MIN_RISE = 5;
export const DEFAULT_MIN_PERCENT = 5;
