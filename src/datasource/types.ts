import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { MemorySource } from '../core/memstats/fields';

/** What is kept in a data source's `jsonData`. Everything is optional: settings.ts fills in the defaults. */
export interface TidemarkOptions extends DataSourceJsonData {
  /**
   * The program's URL once more, written by the settings page: Grafana does not tell the URL behind its proxy to the
   * browser, but panels show it, and a changed URL must begin a new history.
   */
  targetUrl?: string;
  /** Seconds between two scrapes. */
  scrapeIntervalSeconds?: number;
  /** Hours that the page remembers. */
  retentionHours?: number;
  /** Which rung of the memory ladder to stand on; `auto` finds the best one. */
  memorySource?: MemorySource | 'auto';
  /** Where pprof is mounted, without a slash at its end, when it is not at `<URL>/debug/pprof`. */
  pprofUrl?: string;
  /** Where the Prometheus metrics are when they are not at `<URL>/metrics`. */
  metricsUrl?: string;
  /** Where expvar is when it is not at `<URL>/debug/vars`. */
  expvarUrl?: string;
  /** Seconds until Grafana's proxy gives up; Grafana's own setting, 30 by default. */
  timeout?: number;
}

export type GroupBy = 'total' | 'stack' | 'function';

interface CommonQuery extends DataQuery {
  queryType: TidemarkQuery['queryType'];
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
  view: 'bands' | 'fields';
  /** view `fields`: names of MemStats or process fields, or template variables that hold some. */
  fields?: string[];
}

export type TidemarkQuery = GoroutinesQuery | MemoryQuery;

export const DEFAULT_GOROUTINES = {
  queryType: 'goroutines',
  groupBy: 'stack',
  top: 10,
} as const satisfies Omit<GoroutinesQuery, 'refId'>;
export const DEFAULT_MEMORY = { queryType: 'memory', view: 'bands' } as const satisfies Omit<MemoryQuery, 'refId'>;
