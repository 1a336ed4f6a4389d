export type { BlockedOn, Frame, StackKey } from '../core/profile/stack';
export type { MemorySource } from '../core/memstats/fields';
export type { Finding, FindingEvidence, Severity } from '../core/diagnosis/finding';
import type { Frame, BlockedOn, StackKey } from '../core/profile/stack';
import type { MemorySource } from '../core/memstats/fields';
import type { Finding } from '../core/diagnosis/finding';
import type { TimestampMs } from '../core/scrape';

/**
 * The one contract between data and pictures: what the data source puts into `frame.meta.custom`, and what the panels
 * read from there. docs/frames.md describes every frame; a test holds the two together.
 */
export type TidemarkMeta =
  | GoroutinesMeta
  | MemoryMeta
  | SuspectsMeta
  | DeploysMeta
  | VerdictMeta
  | EventsMeta
  | FindingsMeta
  | HeapMeta
  | ProcessMeta;

interface CommonMeta {
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
}

/** Wide frame: `time`, then one number field a series, highest peak in the range first, `other` last. */
export interface GoroutinesMeta extends CommonMeta {
  kind: 'goroutines';
  groupBy: 'total' | 'stack' | 'function' | 'leak';
  /** All goroutines at the newest scrape; null when it failed. */
  totalNow: number | null;
  /** Distinct stacks (or functions) in the time range, of which the frame has `Object.keys(series).length` and the rest in `other`. */
  groups: number;
  /** By field name. */
  series: Readonly<Record<string, GoroutineSeries>>;
}

export interface GoroutineSeries {
  /** What the field counts: every goroutine, one stack, one function, one leak, or all that is not shown by itself. */
  role: 'total' | 'stack' | 'function' | 'leak' | 'other';
  /** role `leak`: the `id` of its row in a suspects frame of the same window. */
  leak?: string;
  /** role `stack`: the stack's identity. */
  stackKey?: StackKey;
  blockedOn?: BlockedOn;
  /** role `stack`: leaf first. */
  frames?: readonly Frame[];
  /** role `stack`: index of the first frame outside runtime and standard library; -1 where there is none. */
  userFrame?: number;
  /**
   * role `stack`: index of the frame to call the stack by: `userFrame`, else the function that the goroutine was
   * started with. -1 only for an empty stack.
   */
  namedBy?: number;
  /** role `other`: how many stacks or functions it adds up. */
  groups?: number;
}

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

/** Wide frame: `time`, then one number field a function or stack, the highest peak in the range first, `other` last. */
export interface HeapMeta extends CommonMeta {
  kind: 'heap';
  sampleType: HeapSampleType;
  groupBy: 'function' | 'stack';
  /** By a frame's own allocations, or by those of all that it called too. */
  order: 'flat' | 'cum';
  /** As the profile scales them up to all allocations, or what was in fact sampled. */
  values: 'scaled' | 'sampled';
  /** One allocation in so many bytes was sampled (runtime.MemProfileRate); null where the profile does not say. */
  rateBytes: number | null;
  /** Sums over all stacks at the newest moment, both ways; null before the first. */
  totalNow: { scaled: number; sampled: number } | null;
  /** Time between two heap profiles. */
  heapIntervalMs: number;
}

export type HeapSampleType = 'inuse_space' | 'inuse_objects' | 'alloc_space' | 'alloc_objects';

/** One row: what is known of the process, and what watching it costs. The fields are those of PROCESS_TABLE_FIELDS. */
export interface ProcessMeta extends CommonMeta {
  kind: 'process';
}

export const PROCESS_TABLE_FIELDS = [
  { name: 'target', title: 'Target' },
  { name: 'version', title: 'Version' },
  { name: 'go', title: 'Go' },
  { name: 'started', title: 'Started' },
  { name: 'build id', title: 'Build id' },
  { name: 'godebug', title: 'GODEBUG' },
  { name: 'madvise', title: 'Gives memory back with' },
  { name: 'memory source', title: 'Memory from' },
  { name: 'interval', title: 'Scrape interval' },
  { name: 'requests', title: 'Requests a scrape' },
  { name: 'bytes', title: 'Bytes a scrape' },
  { name: 'duration', title: 'Time a scrape' },
  { name: 'share', title: 'Share of the time' },
] as const;

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

/** Wide frame: `time`, then the fields of MEMORY_FIELDS that the target tells (bands view), or those asked for (fields view). */
export interface MemoryMeta extends CommonMeta {
  kind: 'memory';
  view: 'bands' | 'fields';
  /** The rung of the memory ladder that the figures come from; absent before any has answered. */
  source?: MemorySource;
  /** How Go gives memory back on this target, and how we know. */
  madvise: { regime: 'MADV_FREE' | 'MADV_DONTNEED' | 'unknown'; because: string };
  /** Where the current RSS comes from; absent where nothing tells it. */
  rssSource?: MemorySource;
}

/** The parts that a field of the bands view can play in the picture. `part`: of the residual, and known by itself. */
export type MemoryRole = 'band' | 'goResident' | 'rss' | 'residual' | 'part' | 'released' | 'peak' | 'collections';

export interface MemoryFieldSpec {
  /** The field's name in the frame. */
  name: string;
  role: MemoryRole;
  /** For a person: the legend's first line. */
  title: string;
  /** The legend's second line, in MemStats' own words. */
  formula: string;
  text: string;
}

/**
 * The bands view's fields, in the frame's order. The bands come bottom first and add up to `goResident`. All are bytes,
 * but for `NumGC`.
 */
export const MEMORY_FIELDS = [
  {
    name: 'live',
    role: 'band',
    title: 'Live heap',
    formula: 'HeapAlloc',
    text: 'Objects that are reachable, or not yet swept.',
  },
  {
    name: 'fragmentation',
    role: 'band',
    title: 'Fragmentation',
    formula: 'HeapInuse − HeapAlloc',
    text: 'Free room in spans that hold at least one object.',
  },
  {
    name: 'idle',
    role: 'band',
    title: 'Idle, kept',
    formula: 'HeapIdle − HeapReleased',
    text: 'Empty spans that Go keeps for reuse.',
  },
  {
    name: 'stacks',
    role: 'band',
    title: 'Stacks',
    formula: 'StackSys',
    text: 'Goroutine stacks and OS thread stacks.',
  },
  {
    name: 'runtime',
    role: 'band',
    title: 'Runtime',
    formula: 'Sys − HeapSys − StackSys',
    text: "The runtime's own structures: MSpanSys + MCacheSys + BuckHashSys + GCSys + OtherSys.",
  },
  {
    name: 'goResident',
    role: 'goResident',
    title: 'Go’s estimate',
    formula: 'Sys − HeapReleased',
    text: 'What Go believes to be resident: the sum of the bands.',
  },
  {
    name: 'RSS',
    role: 'rss',
    title: 'RSS',
    formula: 'as the kernel counts it',
    text: 'Resident memory of the process.',
  },
  {
    name: 'residual',
    role: 'residual',
    title: 'Residual',
    formula: 'RSS − (Sys − HeapReleased)',
    text: 'Inferred: pages freed with MADV_FREE and not yet taken back, cgo and mmap memory, file pages. Below zero: mapped and never touched, or swapped out.',
  },
  {
    name: 'RssFile',
    role: 'part',
    title: 'File pages',
    formula: 'RssFile',
    text: 'Part of the residual: the binary itself and mapped files. The kernel reads them again when they are needed.',
  },
  {
    name: 'LazyFree',
    role: 'part',
    title: 'Freed, not taken back',
    formula: 'LazyFree',
    text: 'Part of the residual: freed with MADV_FREE, and the kernel takes it when it needs memory.',
  },
  {
    name: 'released',
    role: 'released',
    title: 'Given back',
    formula: 'HeapReleased',
    text: 'Idle spans that Go returned to the OS.',
  },
  {
    name: 'MaxRSS',
    role: 'peak',
    title: 'Peak RSS',
    formula: 'MaxRSS',
    text: 'The highest RSS since the start. Never the current value: RSS may be far below it.',
  },
  {
    name: 'NumGC',
    role: 'collections',
    title: 'GC cycles',
    formula: 'NumGC',
    text: 'Completed collections since the start.',
  },
] as const satisfies readonly MemoryFieldSpec[];

export type MemoryFieldName = (typeof MEMORY_FIELDS)[number]['name'];
