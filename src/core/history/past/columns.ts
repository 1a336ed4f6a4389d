import type { MemoryField } from '../../memstats/fields';
import type { KnownFacts } from '../store';
import type { PastProfiles } from './profiles';

/** Who recorded what this history has not seen itself. */
export type PastOrigin = 'Prometheus' | 'Pyroscope';

/** What another recorder knows of the target: columns over moments, each a cell a moment and NaN where not told. */
export interface PastColumns {
  readonly origin: PastOrigin;
  /** Between two moments, where the recorder has them all. */
  readonly stepMs: number;
  /** Ascending. */
  readonly times: Float64Array;
  /** Goroutines in all. */
  readonly totals: Float64Array;
  /** Which stacks they are in; absent where that is not told. */
  readonly profiles?: PastProfiles;
  /** In the unit of memstats/fields.ts. */
  readonly memory: ReadonlyArray<{ readonly field: MemoryField; readonly values: Float64Array }>;
  /** What was known of the process, each from its row on. */
  readonly process: readonly KnownFacts[];
}

/** One stretch of a recorder's columns at a time stands under such a name: another question gets another name. */
export interface PastKey {
  readonly id: string;
  /** Counts up as the recorder tells more. */
  readonly stamp: number;
}

/** How a range is to be joined with a past. */
export interface PastChoice {
  readonly id: string;
  /**
   * The history has a gap where two of its scrapes are further apart than this, and than two steps of the past. A scrape
   * that tells the interval at which it was due goes by that instead.
   */
  readonly gapMs: number;
}
