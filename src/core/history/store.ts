import type { MemoryField } from '../memstats/fields';
import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts, Scrape, ScrapeFailure, TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import type { PastOrigin } from './past/columns';

/** Keeps what was scraped of one target. In memory today; a persistent store fills the same interface. */
export interface HistoryStore {
  /**
   * Takes a scrape in. Scrapes come in order of time: throws RangeError for one that is not after the last, and for
   * goroutine counts that are not whole numbers from 0 to 2^53 or name a stack twice. Nothing of it is taken then.
   */
  append(scrape: Scrape): void;
  /** What was scraped from `fromMs` to `toMs`, both included. The result never changes afterwards. */
  range(fromMs: TimestampMs, toMs: TimestampMs): HistoryRange;
  /** The newest scrape, undefined before the first. */
  readonly latest: Scrape | undefined;
  /** Number of scrapes held. */
  readonly length: number;
  /** What the scrapes take in memory, in bytes, stacks included (an estimate from above for the latter). */
  readonly byteLength: number;
}

/**
 * Columns over the scrapes of a time range: all have one cell a scrape, NaN where that scrape did not tell. Those that
 * a call gives are made for that call: theirs to keep who asked.
 */
export interface HistoryRange {
  /** When, ascending. */
  readonly times: Float64Array;
  /** Goroutines in all. */
  readonly totals: Float64Array;
  /** The interval at which each row was due, ms: with that a late row is told from one that was to come late. */
  readonly intervals: Float64Array;
  /** 1 for a row that took a goroutine profile: only there `counts` are told. A total may be told without. */
  readonly profiled: Uint8Array;
  /** Any memory field, in the unit of memstats/fields.ts. */
  memory(field: MemoryField): Float64Array;
  /** The fields that at least one scrape of the range told. */
  readonly memoryFields: readonly MemoryField[];
  /**
   * Every stack that at least one scrape of the range saw, with the lines of its newest sighting there. In order of the
   * first sighting; of those that came together, the one that is known longer first.
   */
  readonly stacks: readonly Stack[];
  /** Goroutines in that stack: 0 where a goroutine profile was taken and did not have it, NaN where none was taken. */
  counts(key: StackKey): Float64Array;
  /** What the counts of each group add up to over the range, without making its column. */
  weigh(grouping: Grouping): Weights;
  /**
   * One column per group: the sum of its stacks' counts, NaN where no profile was taken. One walk for all of them. Exact
   * as long as the sums stay within 2^53.
   */
  columns(grouping: Grouping): Float64Array[];
  /** `stacks`, `weigh` and `columns` in steps: for a day of a program with 20,000 stacks they take 100 ms. */
  stacksSteps(): Steps<readonly Stack[]>;
  weighSteps(grouping: Grouping): Steps<Weights>;
  columnsSteps(grouping: Grouping): Steps<Float64Array[]>;
  /**
   * The least count of every stack in each span, over the scrapes of it that took a goroutine profile; Infinity where
   * none did. By index in `stacks`, one cell a span. One walk for all of them, in steps.
   */
  minimaSteps(spans: RowSpans): Steps<readonly Float64Array[]>;
  /** The `n` stacks that are the greatest by that measure, greatest first, as indexes in `stacks`. */
  top(n: number, by: Measure): number[];
  /** Scrapes before which the process was restarted: by start time, build, or a counter that fell. Ascending indexes. */
  readonly restarts: readonly number[];
  /** Failures in the range, with when. */
  readonly failures: ReadonlyArray<ScrapeFailure & { atMs: TimestampMs }>;
  /** The newest facts known at the range's end. */
  readonly process: ProcessFacts;
  /** What was known of the process at the range's first row, and at each row where more or something else was. */
  readonly processes: readonly KnownFacts[];
  /** Where the rows came from: at the first row, and at each where it is another. Empty for a range without rows. */
  readonly origins: readonly KnownOrigin[];
}

/** `sampled`: this history took the scrape itself. Of others' rows, how far apart they are. */
export type RowOrigin = { readonly from: 'sampled' } | { readonly from: PastOrigin; readonly stepMs: number };

/** Where the rows of a range from `row` on came from. */
export interface KnownOrigin {
  readonly row: number;
  readonly origin: RowOrigin;
}

/** Facts that held from a row of a range on. */
export interface KnownFacts {
  readonly row: number;
  readonly process: ProcessFacts;
}

/** Puts stacks of a range together. */
export interface Grouping {
  /** How many groups there are. */
  readonly groups: number;
  /** By index in `HistoryRange.stacks`: the group that the stack belongs to, -1 for none. */
  readonly groupOf: Int32Array;
}

/** Rows [from[i], to[i]) of a range's columns: ascending, and none in two spans. */
export interface RowSpans {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** One cell a group, over the scrapes of the range that took a goroutine profile. */
export interface Weights {
  /** The highest sum of one scrape. */
  readonly peak: Float64Array;
  /** All scrapes added up: what tells a resident from a guest of the same height. */
  readonly sum: Float64Array;
  /** At the first and at the last scrape with a profile; 0 where there was none. */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** `size`: the peak, then the sum. `growth`: the last count less the first. Ties by order of first sighting. */
export type Measure = 'size' | 'growth';
