import type { QueryResultMetaNotice } from '@grafana/data';
import type { HistoryRange } from '../core/history/store';
import type { ProbeMeta } from './contract';

/** What the data source knows of the target beside its history. */
export interface ProbeFacts {
  /** The target's URL, for a person. */
  target: string;
  intervalMs: number;
  lastScrape: ProbeMeta['lastScrape'];
}

export function probeMeta(range: HistoryRange, facts: ProbeFacts): ProbeMeta {
  return { ...facts, goVersion: range.process.goVersion, startTimeMs: range.process.startTimeMs };
}

/** How many kinds of trouble a panel tells of; more would bury the newest. */
const MOST_NOTICES = 3;

/** What went wrong in the range, newest first, each kind of trouble once with how often and when it was last seen. */
export function failureNotices(range: HistoryRange, part: 'goroutines' | 'memory'): QueryResultMetaNotice[] {
  const kinds = new Map<string, { times: number; lastMs: number }>();
  for (const { part: failed, message, atMs } of range.failures) {
    if (failed === part) {
      const kind = kinds.get(message);
      kinds.set(message, { times: (kind?.times ?? 0) + 1, lastMs: atMs });
    }
  }
  return [...kinds]
    .sort(([, a], [, b]) => b.lastMs - a.lastMs)
    .slice(0, MOST_NOTICES)
    .map(([message, { times, lastMs }]) => ({
      severity: 'warning',
      text: `${times === 1 ? 'One scrape' : `${times} scrapes`} failed, last at ${clock(lastMs)}. ${message}`,
    }));
}

/** Local wall time, to the second. */
function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, { hourCycle: 'h23' });
}
