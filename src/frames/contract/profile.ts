import type { ProfileView } from '../../core/profile/views/view';
import type { TimestampMs } from '../../core/scrape';
import type { CommonMeta } from './common';

export { PROFILE_VIEWS, type ProfileView } from '../../core/profile/views/view';

/** As pprof's endpoints are called. */
export const PROFILE_KINDS = [
  'goroutine',
  'heap',
  'allocs',
  'threadcreate',
  'block',
  'mutex',
  'goroutineleak',
] as const;
export type ProfileKind = (typeof PROFILE_KINDS)[number];

/**
 * A table, a row an entry in the view's order; for view `flamegraph` a frame of Grafana's flame graph panel. Values are
 * in the sample type's unit, and with a base they are differences.
 */
export interface ProfileMeta extends CommonMeta {
  kind: 'profile';
  view: ProfileView;
  profile: ProfileKind | 'file';
  sampleType: { type: string; unit: string };
  /** What is looked at, null where it was not found; and what it is compared with, null where nothing is. */
  moment: ProfileMoment | null;
  base: ProfileMoment | null;
  /** What shares are of. */
  total: number;
  /** Entries before the cut. */
  count: number;
  /** Sum of what was sampled and of what it was scaled up to; null where the kind is not sampled. */
  sampled: { scaled: number; sampled: number; rateBytes: number | null } | null;
}

export interface ProfileMoment {
  /** When it was taken; null for a file that does not say. */
  atMs: TimestampMs | null;
  /** `a scrape at 12:03:15`, `v1.4.2, before it`, `heap.pb.gz`: for a person. */
  label: string;
}

/** The last field of each table, hidden: where the row's link leads, empty where there is no link. */
const SOURCE = { name: 'source', title: 'Source' } as const;

/** Fields of view `top`. With a base, `flat` and `cum` are differences. */
export const TOP_FIELDS = [
  { name: 'flat', title: 'flat' },
  { name: 'flat %', title: 'flat %' },
  { name: 'sum %', title: 'sum %' },
  { name: 'cum', title: 'cum' },
  { name: 'cum %', title: 'cum %' },
  { name: 'function', title: 'Function' },
  { name: 'file', title: 'Where' },
  SOURCE,
] as const;

/** Fields of view `traces`: a row a stack. */
export const TRACE_FIELDS = [
  { name: 'value', title: 'Value' },
  { name: 'share', title: 'Share' },
  { name: 'named by', title: 'First frame of your code' },
  { name: 'stack', title: 'Stack, leaf first' },
  { name: 'labels', title: 'Labels' },
  SOURCE,
] as const;

/** Fields of views `peek` and `tree`: a row for each caller, then for the function itself, then for each callee. */
export const TREE_FIELDS = [
  { name: 'role', title: '' },
  { name: 'function', title: 'Function' },
  { name: 'flat', title: 'flat' },
  { name: 'flat %', title: 'flat %' },
  { name: 'cum', title: 'cum' },
  { name: 'cum %', title: 'cum %' },
  { name: 'calls', title: 'by this call' },
  { name: 'calls %', title: 'share of it' },
  { name: 'file', title: 'Where' },
  SOURCE,
] as const;
