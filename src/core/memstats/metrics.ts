import { ExpositionError, parseExpositionSteps, type Exposition } from '../exposition/parse';
import type { MemorySample, ProcessFacts } from '../scrape';
import { runSteps, type Steps } from '../steps';
import { describeText, MemoryParseError } from './error';
import type { MemoryField } from './fields';
import { versionOf, type VersionMetric } from './version';

const EXPECTED = 'Prometheus metrics with go_memstats_*';

/** From a metric to a field, and the factor to the field's unit. Where two tell the same, the first one found counts. */
export const METRICS: ReadonlyArray<readonly [metric: string, field: MemoryField, factor?: number]> = [
  ['go_memstats_alloc_bytes', 'Alloc'],
  ['go_memstats_alloc_bytes_total', 'TotalAlloc'],
  ['go_memstats_sys_bytes', 'Sys'],
  ['go_memstats_lookups_total', 'Lookups'],
  ['go_memstats_mallocs_total', 'Mallocs'],
  ['go_memstats_frees_total', 'Frees'],
  ['go_memstats_heap_alloc_bytes', 'HeapAlloc'],
  ['go_memstats_heap_sys_bytes', 'HeapSys'],
  ['go_memstats_heap_idle_bytes', 'HeapIdle'],
  ['go_memstats_heap_inuse_bytes', 'HeapInuse'],
  ['go_memstats_heap_released_bytes', 'HeapReleased'],
  ['go_memstats_heap_objects', 'HeapObjects'],
  ['go_memstats_stack_inuse_bytes', 'StackInuse'],
  ['go_memstats_stack_sys_bytes', 'StackSys'],
  ['go_memstats_mspan_inuse_bytes', 'MSpanInuse'],
  ['go_memstats_mspan_sys_bytes', 'MSpanSys'],
  ['go_memstats_mcache_inuse_bytes', 'MCacheInuse'],
  ['go_memstats_mcache_sys_bytes', 'MCacheSys'],
  ['go_memstats_buck_hash_sys_bytes', 'BuckHashSys'],
  ['go_memstats_gc_sys_bytes', 'GCSys'],
  ['go_memstats_other_sys_bytes', 'OtherSys'],
  ['go_memstats_next_gc_bytes', 'NextGC'],
  ['go_memstats_last_gc_time_seconds', 'LastGC', 1e9],
  ['go_memstats_gc_cpu_fraction', 'GCCPUFraction'],
  ['go_gc_duration_seconds_sum', 'PauseTotalNs', 1e9],
  ['go_gc_duration_seconds_count', 'NumGC'],
  // VictoriaMetrics' library; so are the _peak_, _anon_ and _file_ metrics below.
  ['go_gc_forced_count', 'NumForcedGC'],
  ['go_goroutines', 'Goroutines'],
  ['process_resident_memory_bytes', 'RSS'],
  ['process_resident_memory_anon_bytes', 'RssAnon'],
  ['process_resident_memory_file_bytes', 'RssFile'],
  ['process_resident_memory_peak_bytes', 'MaxRSS'],
  ['process_virtual_memory_bytes', 'VirtualMemory'],
  ['go_gc_gomemlimit_bytes', 'MemLimit'],
  ['process_open_fds', 'OpenFDs'],
];

/** Without a GOMEMLIMIT the runtime tells the greatest int64; no byte count of a machine comes near it. */
const UNLIMITED = 2 ** 62;

/**
 * Memory and process facts from a `/metrics` page (client_golang, or VictoriaMetrics' library). What the page does not
 * tell is absent: one without process metrics still gives MemStats. Throws MemoryParseError without Go's MemStats, for
 * a page that tells of several processes, and for what is no exposition.
 *
 * @param versionMetric what tells the program's version; without it the usual ones are looked for (version.ts)
 */
export function parseMetrics(text: string, versionMetric?: VersionMetric): MetricsReading {
  return runSteps(parseMetricsSteps(text, versionMetric));
}

export interface MetricsReading {
  memory: MemorySample;
  process: ProcessFacts;
}

export function* parseMetricsSteps(text: string, versionMetric?: VersionMetric): Steps<MetricsReading> {
  if (/^\s*[<{[]/.test(text)) {
    throw new MemoryParseError(EXPECTED, describeText(text));
  }
  const exposition = yield* readExposition(text);
  const values: Partial<Record<MemoryField, number>> = {};
  for (const [metric, field, factor = 1] of METRICS) {
    const value = single(exposition, metric);
    const told = value === undefined ? NaN : valueOfMetric(value, factor);
    if (!Number.isNaN(told)) {
      values[field] = told;
    }
  }
  if (values.Sys === undefined || values.HeapAlloc === undefined) {
    throw new MemoryParseError(EXPECTED, withoutMemStats(text, exposition));
  }
  return { memory: { source: '/metrics', values }, process: processFacts(exposition, versionMetric) };
}

/** A metric's value in the field's unit; NaN where it says that there is none. */
export function valueOfMetric(value: number, factor = 1): number {
  if (!Number.isFinite(value) || value >= UNLIMITED) {
    return NaN;
  }
  return factor === 1 ? value : Math.round(value * factor);
}

function* readExposition(text: string): Steps<Exposition> {
  try {
    return yield* parseExpositionSteps(text);
  } catch (error) {
    if (error instanceof ExpositionError) {
      throw new MemoryParseError(EXPECTED, `${describeText(text)}, of which ${error.message}`);
    }
    throw error;
  }
}

function processFacts(exposition: Exposition, versionMetric: VersionMetric | undefined): ProcessFacts {
  const goVersion = exposition.samples.get('go_info')?.[0]?.labels['version'];
  const start = single(exposition, 'process_start_time_seconds');
  const version = versionOf(exposition, versionMetric);
  return {
    ...(goVersion ? { goVersion } : {}),
    ...(start !== undefined && start > 0 ? { startTimeMs: Math.round(start * 1000) } : {}),
    ...(version !== undefined ? { version } : {}),
  };
}

/** The one value of a metric. Constant labels are fine; several series mean several processes, not this one. */
function single(exposition: Exposition, metric: string): number | undefined {
  const samples = exposition.samples.get(metric);
  const [first] = samples ?? [];
  if (samples && samples.length > 1) {
    throw new MemoryParseError(
      `one ${metric}, of the process itself`,
      `${samples.length} of them: this page tells of several processes (a federation or push gateway?)`
    );
  }
  return first?.value;
}

function withoutMemStats(text: string, exposition: Exposition): string {
  const count = exposition.families.size;
  return count === 0
    ? describeText(text)
    : `${count} metrics without them (the first: ${[...exposition.families.keys()][0]})`;
}
