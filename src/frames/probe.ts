import type { QueryResultMetaNotice } from '@grafana/data';
import type { RangeFacts } from '../core/history/answers';
import type { ProbeMeta } from './contract';

/** What the data source knows of the target beside its history. */
export type ProbeFacts = Omit<ProbeMeta, 'goVersion' | 'startTimeMs'>;

export function probeMeta({ process }: RangeFacts, facts: ProbeFacts): ProbeMeta {
  return { ...facts, goVersion: process.goVersion, startTimeMs: process.startTimeMs };
}

/** What went wrong in the range, newest first, each kind of trouble once with how often and when it was last seen. */
export function failureNotices({ failures }: RangeFacts): QueryResultMetaNotice[] {
  return failures.map(({ message, times, lastMs }) => ({
    severity: 'warning',
    text: `${times === 1 ? 'One scrape' : `${times} scrapes`} failed, last at ${clock(lastMs)}. ${message}`,
  }));
}

/** Local wall time, to the second. */
function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString(undefined, { hourCycle: 'h23' });
}
