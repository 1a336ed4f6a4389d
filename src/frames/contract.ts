export type { BlockedOn, Frame, StackKey } from '../core/profile/stack';
export type { MemorySource } from '../core/memstats/fields';
import type { Frame, BlockedOn, StackKey } from '../core/profile/stack';
import type { MemorySource } from '../core/memstats/fields';
import type { TimestampMs } from '../core/scrape';

/**
 * The one contract between data and pictures: what the data source puts into `frame.meta.custom`, and what the panels
 * read from there. docs/frames.md describes every frame; a test holds the two together.
 */
export type TidemarkMeta = GoroutinesMeta | MemoryMeta;

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
  groupBy: 'total' | 'stack' | 'function';
  /** All goroutines at the newest scrape; null when it failed. */
  totalNow: number | null;
  /** Distinct stacks (or functions) in the time range, of which the frame has `Object.keys(series).length` and the rest in `other`. */
  groups: number;
  /** By field name. */
  series: Readonly<Record<string, GoroutineSeries>>;
}

export interface GoroutineSeries {
  /** What the field counts: every goroutine, one stack, one function, or all that is not shown by itself. */
  role: 'total' | 'stack' | 'function' | 'other';
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

/** The parts that a field of the bands view can play in the picture. */
export type MemoryRole = 'band' | 'goResident' | 'rss' | 'residual' | 'released';

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

/** The bands view's fields, in the frame's order. The bands come bottom first and add up to `goResident`. */
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
    name: 'released',
    role: 'released',
    title: 'Given back',
    formula: 'HeapReleased',
    text: 'Idle spans that Go returned to the OS.',
  },
] as const satisfies readonly MemoryFieldSpec[];

export type MemoryFieldName = (typeof MEMORY_FIELDS)[number]['name'];
