import type { QueryResultMetaNotice } from '@grafana/data';
import type { RangeFacts } from '../core/history/answers';
import type { SourceSettings } from '../core/source/source';
import type { ProbeMeta } from './contract';

/** What the data source knows of the target beside its history. */
export interface ProbeFacts extends Omit<ProbeMeta, 'goVersion' | 'startTimeMs' | 'source'> {
  /** How frames link to source; absent: not at all. */
  source?: SourceSettings;
}

export function probeMeta({ process }: RangeFacts, facts: ProbeFacts): ProbeMeta {
  const { goVersion, startTimeMs, version } = process;
  const { source, ...probe } = facts;
  return { ...probe, goVersion, startTimeMs, ...(source ? { source: { ...source, version, goVersion } } : {}) };
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
