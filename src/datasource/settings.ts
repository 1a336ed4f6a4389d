import type { DataSourceInstanceSettings } from '@grafana/data';
import type { MemorySource } from '../core/memstats/fields';
import type { TidemarkOptions } from './types';

export const DEFAULT_SCRAPE_INTERVAL_SECONDS = 15;
export const MIN_SCRAPE_INTERVAL_SECONDS = 1;
export const DEFAULT_RETENTION_HOURS = 24;

/** One Go program to watch: where it is, and how it is to be asked. */
export interface Target {
  /** The data source's uid: the target's identity in this Grafana. */
  uid: string;
  /** The program's URL for a person; the data source's name where the settings were never saved in the editor. */
  label: string;
  /** Where Grafana's proxy answers for it, without a slash at its end. */
  proxyUrl: string;
  intervalMs: number;
  retentionMs: number;
  memorySource: MemorySource | 'auto';
  /** True for each endpoint that has a URL of its own in the settings. */
  custom: { pprof: boolean; metrics: boolean; expvar: boolean };
}

/** Reads a data source's settings; what is missing or senseless becomes the default. */
export function targetOf(settings: DataSourceInstanceSettings<TidemarkOptions>): Target {
  const options = settings.jsonData ?? {};
  const seconds = positive(options.scrapeIntervalSeconds) ?? DEFAULT_SCRAPE_INTERVAL_SECONDS;
  return {
    uid: settings.uid,
    label: options.targetUrl || settings.name,
    proxyUrl: (settings.url ?? '').replace(/\/+$/, ''),
    intervalMs: Math.max(seconds, MIN_SCRAPE_INTERVAL_SECONDS) * 1000,
    retentionMs: (positive(options.retentionHours) ?? DEFAULT_RETENTION_HOURS) * 3_600_000,
    memorySource: options.memorySource ?? 'auto',
    custom: {
      pprof: Boolean(options.pprofUrl),
      metrics: Boolean(options.metricsUrl),
      expvar: Boolean(options.expvarUrl),
    },
  };
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
