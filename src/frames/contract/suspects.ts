import type { BlockedOn, Frame, StackKey } from '../../core/profile/stack';
import type { TimestampMs } from '../../core/scrape';
import type { CommonMeta } from './common';
import type { DeployMark } from './deploys';

/**
 * A table: one row a leak (or a growing stack, or function), the fastest first. No row: nothing was found to leak, and
 * `caveats` says what could not have been seen. The fields are those of SUSPECT_FIELDS; `suspects` says the same row by row.
 */
export interface SuspectsMeta extends CommonMeta {
  kind: 'suspects';
  groupBy: 'leak' | 'stack' | 'function';
  /** What was looked at. */
  window: SuspectsWindow;
  /** By row. */
  suspects: readonly SuspectRow[];
  /** When limits are reached at the pace of all suspects together, one sentence each; empty where no limit was set. */
  forecasts: readonly string[];
  /** Memory that one goroutine more takes (heap and stack), in bytes; null where it is not known. */
  bytesEach: number | null;
  /** What could not have been seen or was not judged, in one sentence each, the most important first. */
  caveats: readonly CaveatText[];
  /** Deploys in the time range, ascending. */
  deploys: readonly DeployMark[];
}

export interface SuspectsWindow {
  /** First and last scrape that the judgement rests on; null where there were too few for any. */
  fromMs: TimestampMs | null;
  toMs: TimestampMs | null;
  scrapes: number;
  /** How many stacks were looked at, and of them how many rise and fall with load or stay as they are. */
  stacks: number;
  healthy: number;
}

/** A pace in goroutines per minute, with its 95 % interval. */
export interface Pace {
  perMinute: number;
  low: number;
  high: number;
}

export interface SuspectRow extends Pace {
  /** The same leak has the same id over scrapes: the key of its leading stack, or the function's name. */
  id: string;
  /** The function to show first: the first frame of the user's code, else the one that the goroutine was started with. */
  function: string;
  /** What its goroutines wait for, the most frequent first. */
  blockedOn: readonly BlockedOn[];
  /** Goroutines at the newest scrape. */
  count: number;
  sinceMs: TimestampMs;
  /** It grew from the window's start on, and may have begun before. */
  sinceBefore: boolean;
  /** The deploy that it is put down to; absent where none is near its onset. */
  deploy?: SuspectDeploy;
  /** 0 to 1: 1 less the p value adjusted for the number of stacks. */
  confidence: number;
  evidence: readonly EvidenceText[];
  /** Stacks that grow together, the fastest first. */
  members: readonly SuspectMember[];
  /** Low tide over the window, for a sparkline: null where a line breaks. */
  trend: { times: readonly TimestampMs[]; values: ReadonlyArray<number | null> };
}

export interface SuspectDeploy {
  name: string;
  atMs: TimestampMs;
  /** `since`: it grew after this deploy, and not (or less) before. `also before`: as much before it as after. */
  relation: 'since' | 'also before';
  /** Its pace before that deploy; absent where that was not seen. */
  before?: Pace;
}

export interface SuspectMember {
  stackKey: StackKey;
  count: number;
  perMinute: number;
  blockedOn: BlockedOn;
  /** Leaf first. */
  frames: readonly Frame[];
  userFrame: number;
  /** As in GoroutineSeries. */
  namedBy: number;
}

export interface EvidenceText {
  kind: string;
  /** A few words, for a chip: `low tide never falls`. */
  label: string;
  /** One sentence with its numbers. */
  text: string;
}

export interface CaveatText {
  kind: string;
  text: string;
}

/** The suspects table's fields, in their order. */
export const SUSPECT_FIELDS = [
  { name: 'leak', title: 'Leak, first frame of your code' },
  { name: 'blocked on', title: 'Blocked on' },
  { name: 'stacks', title: 'Stacks' },
  { name: 'now', title: 'Now' },
  { name: 'per minute', title: 'Growth / min' },
  { name: 'low', title: 'at least' },
  { name: 'high', title: 'at most' },
  { name: 'trend', title: 'Low tide' },
  { name: 'since', title: 'Since' },
  { name: 'deploy', title: 'Since deploy' },
  { name: 'before', title: 'Before it / min' },
  { name: 'confidence', title: 'Confidence' },
  { name: 'evidence', title: 'Evidence' },
] as const;
