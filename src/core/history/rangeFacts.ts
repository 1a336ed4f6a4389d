import type { ProcessFacts, ScrapeFailure, TimestampMs } from '../scrape';
import type { HistoryRange, KnownOrigin } from './store';

/**
 * What a picture needs of a time range, worked out beside the history: plain data that can be sent to another thread,
 * with the few stacks that are shown and never all of them. Every array is a copy, so it may be handed over for good.
 */
export interface RangeFacts {
  /** One cell a scrape, ascending. */
  readonly times: Float64Array;
  /** Scrapes before which the process was restarted: ascending indexes. */
  readonly restarts: readonly number[];
  /** The interval at which each scrape was due, ms, NaN where not told; absent where none tells. */
  readonly intervals?: Float64Array;
  /** The newest facts known at the range's end. */
  readonly process: ProcessFacts;
  /** What went wrong with the part that was asked about, the newest kinds of trouble first. */
  readonly failures: readonly FailureKind[];
  /** As in HistoryRange; absent where all was sampled here. */
  readonly origins?: readonly KnownOrigin[];
}

/** One kind of trouble: how often, and when last. */
export interface FailureKind {
  readonly message: string;
  readonly times: number;
  readonly lastMs: TimestampMs;
}

/** How many kinds of trouble are told; more would bury the newest. */
const MOST_FAILURES = 3;

type Facts = Pick<HistoryRange, 'failures' | 'process' | 'restarts' | 'times'> &
  Partial<Pick<HistoryRange, 'intervals' | 'origins'>>;

export function rangeFacts(range: Facts, part: ScrapeFailure['part']): RangeFacts {
  const { failures, intervals, origins = [], process, restarts, times } = range;
  return {
    times: times.slice(),
    restarts: [...restarts],
    ...(intervals?.some((ms) => !Number.isNaN(ms)) ? { intervals: intervals.slice() } : {}),
    process: { ...process },
    failures: kindsOf(failures, part),
    ...(origins.some(({ origin }) => origin.from !== 'sampled') ? { origins } : {}),
  };
}

function kindsOf(failures: HistoryRange['failures'], part: ScrapeFailure['part']): FailureKind[] {
  const kinds = new Map<string, FailureKind>();
  for (const { part: failed, message, atMs } of failures) {
    // What the browser did not keep concerns every part.
    if (failed === part || failed === 'store') {
      kinds.set(message, { message, times: (kinds.get(message)?.times ?? 0) + 1, lastMs: atMs });
    }
  }
  return [...kinds.values()].sort((a, b) => b.lastMs - a.lastMs).slice(0, MOST_FAILURES);
}
