import type { Digest } from '../measure/digest';
import type { FirstReport } from '../node/first';
import type { HistoryReport } from '../node/history';
import type { StoreName } from '../history/names';
import type { GO, SubjectName } from '../subjects';

export type Column = SubjectName | typeof GO;

/** One input, as measured. Times are medians in milliseconds. */
export interface Row {
  name: string;
  title: string;
  shape: 'small' | 'repeated' | 'distinct';
  gzBytes: number;
  rawBytes: number;
  samples: number;
  stacks: number;
  rounds: number;
  gunzipMs: number;
  workMs: Partial<Record<Column, number>>;
  /** Highest resident size less that of a process that only inflates. */
  peakBytes?: Partial<Record<SubjectName, number>>;
}

/** What a run found out. */
export interface Report {
  machine: Machine;
  rows: Row[];
  /** Everyone's result on everything must be the same; each line is one that is not. */
  disagreements: string[];
  /** On how many profiles all agreed, those without a row included. */
  profiles: number;
  /** Medians over fresh processes, one KB-sized profile. */
  first?: Partial<Record<SubjectName, FirstReport>>;
  history?: Record<StoreName, HistoryReport>;
  browser?: BrowserReport;
}

export interface BrowserReport {
  /** Each place has its own gunzip floor: DecompressionStream. */
  page: Row[];
  worker: Row[];
  disagreements: string[];
  /** The longest that a page did not react while the largest profile was worked on. */
  blocked: Blocked[];
}

export interface Blocked {
  place: 'worker' | 'page, in slices' | 'page, at once';
  title: string;
  workMs: number;
  longestMs: number;
}

export interface Machine {
  date: string;
  cpu: string;
  cores: number;
  memoryGiB: number;
  /** Load average of the minute before the run. */
  load: number;
  node: string;
  go: string;
  chromium?: string;
  rivals: Record<string, string>;
}

export type Digests = Record<string, Digest>;
