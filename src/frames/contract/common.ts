import type { SourceContext } from '../../core/source/source';
import type { PastOrigin } from '../../core/history/past/columns';
import type { TimestampMs } from '../../core/scrape';

/** What every frame of Tidemark carries. */
export interface CommonMeta {
  /** Raised when a reader of the former shape would misread the frame. */
  version: 1;
  probe: ProbeMeta;
  /** Moments at which the process was found to have been restarted. Each has a row of nulls, so lines break there. */
  restarts: readonly TimestampMs[];
  /** Where the rows came from, one stretch after another; absent where all was sampled by this browser. */
  origins?: readonly OriginSpan[];
}

/** The rows from one moment to another, both included, and who recorded them; `sampled`: this browser. */
export interface OriginSpan {
  origin: 'sampled' | PastOrigin;
  fromMs: TimestampMs;
  toMs: TimestampMs;
}

/** The target, and what watching it costs. */
export interface ProbeMeta {
  /** The target's URL, for a person. */
  target: string;
  goVersion?: string;
  startTimeMs?: TimestampMs;
  /** Time between two scrapes as things stand. */
  intervalMs: number;
  /** Where that comes from, and what watching costs. */
  pace?: PaceMeta;
  /** The last scrape: requests, body bytes, wall time of its requests. */
  lastScrape: { requests: number; bytes: number; durationMs: number };
  /** Where profiles are decoded: in a worker, or in the page where the browser refuses workers. Absent before the first. */
  decodedIn?: 'worker' | 'page';
  /** What links to source are made from. */
  source?: SourceContext;
}

/** How often something is taken of the target: as set, or less often to spare it. */
export interface PaceMeta {
  /** The interval of the settings, ms. */
  setMs: number;
  /** The interval as things stand, ms. */
  intervalMs: number;
  /**
   * What makes it so: the settings; what a round costs; a guess of what the next goroutine profile would cost; a target
   * out of reach; what the target asked for.
   */
  why: 'set' | 'budget' | 'put off' | 'back-off' | 'Retry-After';
  /** ms of the target's time that a round takes, at most: the median of the last few. */
  spentMs: number;
  /** The share of its time that the target may spend on all that is taken of it, 0 to 1. */
  budget: number;
}
