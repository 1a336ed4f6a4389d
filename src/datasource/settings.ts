import type { DataSourceInstanceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';
import type { MemorySource } from '../core/memstats/fields';
import type { SourceSettings } from '../core/source/source';
import { parseVersionMetric, type VersionMetric } from '../core/memstats/version';
import type { TargetKey } from './engine/engine';
import type { TidemarkOptions } from './types';

export const DEFAULT_SCRAPE_INTERVAL_SECONDS = 15;
export const MIN_SCRAPE_INTERVAL_SECONDS = 1;
export const DEFAULT_HEAP_INTERVAL_SECONDS = 60;
export const MIN_HEAP_INTERVAL_SECONDS = 5;
export const DEFAULT_COST_BUDGET_PERCENT = 1;
export const MIN_COST_BUDGET_PERCENT = 0.01;
export const DEFAULT_RETENTION_HOURS = 7 * 24;
export const DEFAULT_DEPLOY_TAGS: readonly string[] = ['deploy'];

/** One Go program to watch: where it is, and how it is to be asked. */
export interface Target {
  /** The data source's uid: the target's identity in this Grafana. */
  uid: string;
  /**
   * The target's name in what this browser keeps: of this data source, in this organisation of this Grafana, for this
   * program. Another URL begins another history.
   */
  historyId: string;
  /** The program's URL for a person; the data source's name where the settings were never saved in the editor. */
  label: string;
  /** Where Grafana's proxy answers for it, without a slash at its end. */
  proxyUrl: string;
  intervalMs: number;
  /** Between two heap profiles, which are taken only while a heap query is shown. */
  heapIntervalMs: number;
  /** Share of its time that the program may be made to spend on being watched, 0 to 1. */
  costBudget: number;
  retentionMs: number;
  memorySource: MemorySource | 'auto';
  /** False where suspects are not to be proved: each read of the goroutineleak profile forces a garbage collection. */
  proveLeaks?: false;
  /** How frames link to source. */
  source?: SourceSettings;
  /** The tags that an annotation of a deploy has. */
  deployTags: readonly string[];
  /** Tells the program's version; undefined for the usual ones. */
  versionMetric?: VersionMetric;
  /** A Prometheus that knows the program's past, and which of its series are the program's, as they were typed. */
  prometheus?: { uid: string; matchers: string };
  /** A Pyroscope that has the program's goroutine profiles, likewise. */
  pyroscope?: { uid: string; matchers: string };
  /** What is wrong with the settings, in words for "Save & test"; the default stands in for it. */
  problem?: string;
  /** True for each endpoint that has a URL of its own in the settings. */
  custom: { pprof: boolean; metrics: boolean; expvar: boolean };
}

/** What of a data source's settings says which program it is and how it is asked. */
type Settings = Pick<DataSourceInstanceSettings<TidemarkOptions>, 'uid' | 'name' | 'jsonData'> & {
  readonly url?: string;
};

/** The target's name at the engine and in the store: the same in every tab. */
export function keyOf({ historyId, label, retentionMs }: Target): TargetKey {
  return { id: historyId, label, maxAgeMs: retentionMs };
}

/** Reads a data source's settings; what is missing or senseless becomes the default. */
export function targetOf(settings: Settings): Target {
  const options = settings.jsonData ?? {};
  const seconds = positive(options.scrapeIntervalSeconds) ?? DEFAULT_SCRAPE_INTERVAL_SECONDS;
  const heapSeconds = positive(options.heapIntervalSeconds) ?? DEFAULT_HEAP_INTERVAL_SECONDS;
  const budgetPercent = positive(options.costBudgetPercent) ?? DEFAULT_COST_BUDGET_PERCENT;
  return {
    uid: settings.uid,
    historyId: historyId(settings),
    label: options.targetUrl || settings.name,
    proxyUrl: (settings.url ?? '').replace(/\/+$/, ''),
    intervalMs: Math.max(seconds, MIN_SCRAPE_INTERVAL_SECONDS) * 1000,
    heapIntervalMs: Math.max(heapSeconds, MIN_HEAP_INTERVAL_SECONDS) * 1000,
    costBudget: Math.min(100, Math.max(budgetPercent, MIN_COST_BUDGET_PERCENT)) / 100,
    retentionMs: (positive(options.retentionHours) ?? DEFAULT_RETENTION_HOURS) * 3_600_000,
    memorySource: options.memorySource ?? 'auto',
    ...(options.proveLeaks === false ? { proveLeaks: false } : {}),
    ...versionMetricOf(options.versionMetric),
    ...(options.prometheusUid
      ? { prometheus: { uid: options.prometheusUid, matchers: options.prometheusMatchers ?? '' } }
      : {}),
    ...(options.pyroscopeUid
      ? { pyroscope: { uid: options.pyroscopeUid, matchers: options.pyroscopeSelector ?? '' } }
      : {}),
    source: { template: options.sourceTemplate ?? '', trim: options.sourceTrim ?? '' },
    deployTags: options.deployTags?.length ? options.deployTags : DEFAULT_DEPLOY_TAGS,
    custom: {
      pprof: Boolean(options.pprofUrl),
      metrics: Boolean(options.metricsUrl),
      expvar: Boolean(options.expvarUrl),
    },
  };
}

/** A data source's uid is unique in its organisation only; the browser keeps things by server, not by path. */
function historyId({ jsonData, uid }: Settings): string {
  const { targetUrl, pprofUrl, metricsUrl, expvarUrl } = jsonData ?? {};
  const urls = [targetUrl, pprofUrl, metricsUrl, expvarUrl].map((url) => url ?? '');
  return JSON.stringify([config.appSubUrl ?? '', config.bootData?.user?.orgId ?? 0, uid, ...urls]);
}

function versionMetricOf(text: string | undefined): Pick<Target, 'versionMetric' | 'problem'> {
  if (!text?.trim()) {
    return {};
  }
  const versionMetric = parseVersionMetric(text);
  return versionMetric
    ? { versionMetric }
    : { problem: `The version metric in the settings is “${text.trim()}”. ${VERSION_METRIC_FORM}` };
}

export const VERSION_METRIC_FORM =
  'It takes the name of a metric and, in braces, the label that holds the version: orders_build_info{version}.';

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}
