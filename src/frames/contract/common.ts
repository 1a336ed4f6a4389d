import type { SourceContext } from '../../core/source/source';
import type { TimestampMs } from '../../core/scrape';

/** What every frame of Tidemark carries. */
export interface CommonMeta {
  /** Raised when a reader of the former shape would misread the frame. */
  version: 1;
  probe: ProbeMeta;
  /** Moments at which the process was found to have been restarted. Each has a row of nulls, so lines break there. */
  restarts: readonly TimestampMs[];
}

/** The target, and what watching it costs. */
export interface ProbeMeta {
  /** The target's URL, for a person. */
  target: string;
  goVersion?: string;
  startTimeMs?: TimestampMs;
  /** Time between two scrapes. */
  intervalMs: number;
  /** The last scrape: requests, body bytes, wall time of its requests. */
  lastScrape: { requests: number; bytes: number; durationMs: number };
  /** Where profiles are decoded: in a worker, or in the page where the browser refuses workers. Absent before the first. */
  decodedIn?: 'worker' | 'page';
  /** What links to source are made from. */
  source?: SourceContext;
}
