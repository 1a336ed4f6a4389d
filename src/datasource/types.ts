import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { MemorySource } from '../core/memstats/fields';
import type { DumpView, EventKind, HeapSampleType, ProfileKind, ProfileView } from '../frames';

/** What is kept in a data source's `jsonData`. Everything is optional: settings.ts fills in the defaults. */
export interface TidemarkOptions extends DataSourceJsonData {
  /**
   * The program's URL once more, written by the settings page: Grafana does not tell the URL behind its proxy to the
   * browser, but panels show it, and a changed URL must begin a new history.
   */
  targetUrl?: string;
  /** Seconds between two scrapes. */
  scrapeIntervalSeconds?: number;
  /** Seconds between two heap profiles. */
  heapIntervalSeconds?: number;
  /** Percent of its time that the program may be made to spend on being watched, 1 unless said: intervals stretch to keep to it. */
  costBudgetPercent?: number;
  /** Hours that the page remembers. */
  retentionHours?: number;
  /** Whether the goroutineleak profile may be read, each time at the cost of a garbage collection; unset: it may. */
  proveLeaks?: boolean;
  /** Which rung of the memory ladder to stand on; `auto` finds the best one. */
  memorySource?: MemorySource | 'auto';
  /** Where pprof is mounted, without a slash at its end, when it is not at `<URL>/debug/pprof`. */
  pprofUrl?: string;
  /** Where the Prometheus metrics are when they are not at `<URL>/metrics`. */
  metricsUrl?: string;
  /** Where expvar is when it is not at `<URL>/debug/vars`. */
  expvarUrl?: string;
  /** Annotations of Grafana that have all of these tags are deploys; `deploy` unless said. */
  deployTags?: string[];
  /**
   * The metric whose label tells the program's version, as `orders_build_info{version}`. Unset: the usual ones are
   * looked for (core/memstats/version.ts).
   */
  versionMetric?: string;
  /** The uid of a Prometheus that has scraped the program before, or of what speaks its API. */
  prometheusUid?: string;
  /** Which of its series are the program's: label matchers of PromQL, with template variables. */
  prometheusMatchers?: string;
  /** The uid of a Pyroscope that has stored the program's goroutine profiles. */
  pyroscopeUid?: string;
  /** Which of its profiles are the program's: a label selector, with template variables. */
  pyroscopeSelector?: string;
  /** How a frame's file and line become a link: core/source/source.ts. */
  sourceTemplate?: string;
  sourceTrim?: string;
  /** Seconds until Grafana's proxy gives up; Grafana's own setting, 30 by default. */
  timeout?: number;
}

export type GroupBy = 'total' | 'stack' | 'function';

interface CommonQuery extends DataQuery {
  queryType: QueryType;
}

/** Goroutines over time. Every text field takes template variables. */
export interface GoroutinesQuery extends CommonQuery {
  queryType: 'goroutines';
  groupBy: GroupBy;
  /** How many series stand by themselves, 10 unless said; the rest is added up in `other`. May be a template variable. */
  top?: number | string;
  /** Regular expression: keep the stacks in which a function matches, as pprof's -focus. */
  focus?: string;
  /** Regular expression: drop the stacks in which a function matches, as pprof's -ignore. */
  ignore?: string;
}

/** Memory over time: the bands up to Sys - HeapReleased with RSS, or single fields. */
export interface MemoryQuery extends CommonQuery {
  queryType: 'memory';
  view: 'bands' | 'fields' | 'instances';
  /** views `fields` and `instances`: names of MemStats or process fields, or template variables that hold some. */
  fields?: string[];
  /** view `instances`: which series of Prometheus; those of the settings without `instance` and `pod` unless said. */
  matchers?: string;
}

/** Which stacks leak: one row a leak. Every text field takes template variables. */
export interface SuspectsQuery extends CommonQuery {
  queryType: 'suspects';
  /** What a row is: stacks that grow together, each stack, or the stacks that are called by one function. */
  groupBy?: 'leak' | 'stack' | 'function';
  /** How far back to judge from the range's end, as `2h`; all of the range when empty. */
  window?: string;
  /** Goroutines that must be won over the window, 5 unless said, */
  minRise?: number | string;
  /** and the same in percent of the count at its start, 5 unless said. */
  minPercent?: number | string;
  /** Share of false suspects among all that is put up with, in percent; 5 unless said. */
  falseDiscoveryPercent?: number | string;
  /** Regular expression: stacks in which a function matches are not looked at. */
  ignore?: string;
  /** Leaves out what uber-go/goleak leaves out. On unless said. */
  preset?: boolean;
  /** A memory or process field that stands for the load, such as OpenFDs. */
  load?: string;
  /** Goroutines of which the time is told until they are reached, */
  limitGoroutines?: number | string;
  /** and MiB of RSS. */
  limitMiB?: number | string;
  /** Also gives the goroutines of each leak over time, for the goroutines panel. On unless said. */
  series?: boolean;
}

/** Deploys of the range, each with growth before and after it. */
export interface DeploysQuery extends CommonQuery {
  queryType: 'deploys';
}

/** What became of the leaks from one stretch of time to the next. */
export interface VerdictQuery extends CommonQuery {
  queryType: 'verdict';
  /**
   * A deploy's name, for the time under it; or two times with a slash between them, ISO or ms. Empty: what ran before the
   * newest deploy,
   */
  before?: string;
  /** and what runs since. */
  after?: string;
}

/** Restarts, deploys and onsets of growth, as annotations. */
export interface EventsQuery extends CommonQuery {
  queryType: 'events';
  /** All unless said. */
  kinds?: EventKind[];
}

/** The heap over time by what allocated it. Every text field takes template variables. */
export interface HeapQuery extends CommonQuery {
  queryType: 'heap';
  /** `inuse_space` unless said. */
  sampleType?: HeapSampleType;
  groupBy?: 'function' | 'stack';
  /** groupBy `function`: by what it allocated itself, or with all that it called. `cum` unless said. */
  order?: 'flat' | 'cum';
  /** As the profile scales them up, or as they were sampled. `scaled` unless said. */
  values?: 'scaled' | 'sampled';
  /** As in GoroutinesQuery. By cum there is no `other`. */
  top?: number | string;
  focus?: string;
  ignore?: string;
}

/** What was found out about memory: one row a finding, the most important first. */
export interface FindingsQuery extends CommonQuery {
  queryType: 'findings';
  /** MiB at which the process is killed: the container's limit. Also takes template variables. */
  limitMiB?: number | string;
}

/** Any profile at a moment, or against another: what `go tool pprof` shows. Every text field takes template variables. */
export interface ProfileQuery extends CommonQuery {
  queryType: 'profile';
  /** `goroutine` unless said. */
  profile?: ProfileKind;
  /** As `inuse_space`; the profile's own default unless said. */
  sampleType?: string;
  /** `top` unless said. */
  view?: ProfileView;
  /**
   * What to look at. Empty: the end of the time range. `start`: its start; a time, ISO or ms; a deploy's name, for the
   * last moment before it; `file:` and the id of a file that was chosen in the editor.
   */
  moment?: string;
  /** What to compare it with, as `moment`; empty: nothing. */
  base?: string;
  order?: 'flat' | 'cum';
  /** As in GoroutinesQuery. */
  top?: number | string;
  granularity?: 'functions' | 'lines' | 'files' | 'addresses';
  /** view `peek`: a regular expression over functions. */
  peek?: string;
  /** pprof's options of these names. */
  focus?: string;
  ignore?: string;
  hideFrames?: string;
  showFrames?: string;
  showFrom?: string;
  tagFocus?: string;
  tagIgnore?: string;
  /** Heap: as the profile scales it up, or as it was sampled. `scaled` unless said. */
  values?: 'scaled' | 'sampled';
  /** When a person asked for a profile to be taken (taken/token.ts): usually a variable that a click writes to, */
  taken?: string;
  /** and the name of that variable. */
  takenVariable?: string;
  /** Instead of the profile one row: which one is shown, and a button that takes another. */
  retake?: boolean;
}

/** Goroutines one by one, by debug=2: taken only when a person asks. Every text field takes template variables. */
export interface DumpQuery extends CommonQuery {
  queryType: 'dump';
  /** `stacks` unless said. */
  view?: DumpView;
  /** Regular expressions: over the state, as `chan receive`, */
  state?: string;
  /** over the functions of the stack, */
  focus?: string;
  /** over the function that created them. */
  creator?: string;
  /** Minutes that they have waited at least. */
  minMinutes?: number | string;
  /** Rows; 100 unless said. */
  top?: number | string;
  /** As in ProfileQuery; with `!` at its end a dump of many goroutines was confirmed. */
  taken?: string;
  takenVariable?: string;
  retake?: boolean;
}

/** What is known of the process, and what watching it costs: one row. */
export interface ProcessQuery extends CommonQuery {
  queryType: 'process';
}

export type TidemarkQuery =
  | GoroutinesQuery
  | MemoryQuery
  | SuspectsQuery
  | DeploysQuery
  | VerdictQuery
  | EventsQuery
  | FindingsQuery
  | ProcessQuery
  | HeapQuery
  | ProfileQuery
  | DumpQuery;
export type QueryType = TidemarkQuery['queryType'];

export const QUERY_TYPES: readonly QueryType[] = [
  'goroutines',
  'memory',
  'suspects',
  'deploys',
  'verdict',
  'events',
  'findings',
  'process',
  'heap',
  'profile',
  'dump',
];

export const DEFAULT_GOROUTINES = {
  queryType: 'goroutines',
  groupBy: 'stack',
  top: 10,
} as const satisfies Omit<GoroutinesQuery, 'refId'>;
export const DEFAULT_MEMORY = { queryType: 'memory', view: 'bands' } as const satisfies Omit<MemoryQuery, 'refId'>;
export const DEFAULT_SUSPECTS = { queryType: 'suspects', groupBy: 'leak' } as const satisfies Omit<
  SuspectsQuery,
  'refId'
>;
export const DEFAULT_HEAP = {
  queryType: 'heap',
  sampleType: 'inuse_space',
  groupBy: 'function',
  order: 'cum',
  values: 'scaled',
  top: 10,
} as const satisfies Omit<HeapQuery, 'refId'>;
export const DEFAULT_PROFILE = {
  queryType: 'profile',
  profile: 'goroutine',
  view: 'top',
  order: 'flat',
  granularity: 'functions',
  values: 'scaled',
  top: 50,
} as const satisfies Omit<ProfileQuery, 'refId'>;
export const DEFAULT_DUMP = { queryType: 'dump', view: 'stacks', top: 100 } as const satisfies Omit<DumpQuery, 'refId'>;
