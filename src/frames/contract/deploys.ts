import type { TimestampMs } from '../../core/scrape';
import type { CommonMeta } from './common';

/** A deploy, seen in the data or posted to Grafana as an annotation. */
export interface DeployMark {
  atMs: TimestampMs;
  /** As it was posted, the version, or what changed. */
  name: string;
  /** How it is known. */
  seenBy: 'annotation' | 'version' | 'build id' | 'Go version';
}

/** A table: one row a deploy, the newest first. The fields are those of DEPLOY_FIELDS. */
export interface DeploysMeta extends CommonMeta {
  kind: 'deploys';
  /** By row. */
  deploys: ReadonlyArray<DeployMark & { verdict: VerdictWord; sentence: string; evidence: readonly string[] }>;
}

/** What became of growth from one stretch of time to the next. */
export type VerdictWord = 'fixed' | 'improved' | 'unchanged' | 'worse' | 'not enough data';

/** A table: one row a leak of either stretch; the verdict on all of them in words. The fields are those of VERDICT_FIELDS. */
export interface VerdictMeta extends CommonMeta {
  kind: 'verdict';
  /** Null where there is nothing to compare at; `sentence` says why. */
  verdict: VerdictWord | null;
  sentence: string;
  evidence: readonly string[];
  before: { name: string; fromMs: TimestampMs; toMs: TimestampMs | null } | null;
  after: { name: string; fromMs: TimestampMs; toMs: TimestampMs | null } | null;
}

/** Annotations: `time`, `title`, `text`, `tags`. */
export interface EventsMeta extends CommonMeta {
  kind: 'events';
}

export const DEPLOY_FIELDS = [
  { name: 'time', title: 'Deployed' },
  { name: 'deploy', title: 'Deploy' },
  { name: 'verdict', title: 'Verdict' },
  { name: 'in words', title: 'In words' },
  { name: 'before', title: 'Before / min' },
  { name: 'after', title: 'After / min' },
  { name: 'leaks begun', title: 'Leaks that began' },
  { name: 'leaks gone', title: 'Leaks that ended' },
  { name: 'new stacks', title: 'New stacks' },
  { name: 'vanished stacks', title: 'Gone stacks' },
  { name: 'seen by', title: 'Seen by' },
] as const;

export const VERDICT_FIELDS = [
  { name: 'leak', title: 'Leak, first frame of your code' },
  { name: 'verdict', title: 'Verdict' },
  { name: 'before', title: 'Before / min' },
  { name: 'before low', title: 'at least' },
  { name: 'before high', title: 'at most' },
  { name: 'after', title: 'After / min' },
  { name: 'after low', title: 'at least' },
  { name: 'after high', title: 'at most' },
  { name: 'stacks', title: 'Stacks' },
] as const;
