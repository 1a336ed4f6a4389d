import type { MemoryField } from '../memstats/fields';
import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts, Scrape, ScrapeFailure, TimestampMs } from '../scrape';

/** Keeps what was scraped of one target. In memory today; a persistent store fills the same interface. */
export interface HistoryStore {
  /** Takes a scrape in. Scrapes come in order of time: throws RangeError for one that is not after the last. */
  append(scrape: Scrape): void;
  /** What was scraped from `fromMs` to `toMs`, both included. The result never changes afterwards. */
  range(fromMs: TimestampMs, toMs: TimestampMs): HistoryRange;
  /** The newest scrape, undefined before the first. */
  readonly latest: Scrape | undefined;
  /** Number of scrapes held. */
  readonly length: number;
}

/** Columns over the scrapes of a time range: all have one cell a scrape, NaN where that scrape did not tell. */
export interface HistoryRange {
  /** When, ascending. */
  readonly times: Float64Array;
  /** Goroutines in all. */
  readonly totals: Float64Array;
  /** Any memory field, in the unit of memstats/fields.ts. */
  memory(field: MemoryField): Float64Array;
  /** The fields that at least one scrape of the range told. */
  readonly memoryFields: readonly MemoryField[];
  /** Every stack that at least one scrape of the range saw. */
  readonly stacks: readonly Stack[];
  /** Goroutines in that stack: 0 where a goroutine profile was taken and did not have it, NaN where none was taken. */
  counts(key: StackKey): Float64Array;
  /** Scrapes before which the process was restarted: by start time, build, or a counter that fell. Ascending indexes. */
  readonly restarts: readonly number[];
  /** Failures in the range, with when. */
  readonly failures: ReadonlyArray<ScrapeFailure & { atMs: TimestampMs }>;
  /** The newest facts known at the range's end. */
  readonly process: ProcessFacts;
}
