import type { Finding } from '../../core/diagnosis/finding';
import type { TimestampMs } from '../../core/scrape';
import type { CommonMeta } from './common';

/** A table: one row a finding about memory, the most important first. The fields are those of FINDING_FIELDS. */
export interface FindingsMeta extends CommonMeta {
  kind: 'findings';
  /** By row; the first is the verdict. Empty before there is enough to say anything. */
  findings: readonly Finding[];
  /** Bytes at which the process is killed, and how that is known; null where nothing tells it. */
  limit: { bytes: number; from: 'settings' | 'GOMEMLIMIT' } | null;
  /** First and last scrape that was looked at; null where there were none. */
  fromMs: TimestampMs | null;
  toMs: TimestampMs | null;
}

export const FINDING_FIELDS = [
  { name: 'severity', title: 'Severity' },
  { name: 'finding', title: 'Finding' },
  { name: 'text', title: 'In words' },
  { name: 'advice', title: 'What to do' },
  { name: 'evidence', title: 'Evidence' },
  { name: 'cannot see', title: 'What this cannot see' },
  { name: 'time', title: 'As of' },
] as const;
