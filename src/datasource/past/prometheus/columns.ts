import type { Labels } from '@grafana/data';
import type { PastColumns } from '../../../core/history/past/columns';
import type { KnownFacts } from '../../../core/history/store';
import type { MemoryField } from '../../../core/memstats/fields';
import { METRICS, valueOfMetric } from '../../../core/memstats/metrics';
import type { VersionMetric } from '../../../core/memstats/version';
import type { ProcessFacts, TimestampMs } from '../../../core/scrape';
import { SeveralInstances } from '../severalInstances';
import { CONTAINER_METRICS, GO_INFO, GOROUTINES, START_TIME } from './metrics';
import type { Series } from './series';

/** Instances that follow one another may overlap for a moment, as in a rolling deploy; more is several at once. */
const OVERLAP = { rows: 3, share: 0.05 };

const OF_CONTAINER = new Set(CONTAINER_METRICS.map(([metric]) => metric));

/** One program, or its container: all series of the same labels. */
interface Instance {
  readonly labels: Labels;
  readonly series: Map<string, ReadonlyMap<TimestampMs, number>>;
}

/**
 * The series of one program as columns, a row each moment that any of them told. A row that repeats the one before is
 * the same scrape seen again, which an answer of Prometheus has where its step is shorter than the scrape interval.
 *
 * @param stepMs at which they were asked for
 * @throws SeveralInstances where they are of several programs that ran side by side
 */
export function columnsOf(all: readonly Series[], stepMs: number, versionMetric?: VersionMetric): PastColumns {
  const infos = new Set([GO_INFO, ...(versionMetric ? [versionMetric.metric] : [])]);
  const programs = instancesOf(all.filter(({ name }) => !infos.has(name) && !OF_CONTAINER.has(name)));
  const containers = instancesOf(all.filter(({ name }) => OF_CONTAINER.has(name)));
  const info = all.filter(({ name }) => infos.has(name));
  const ofPrograms = oneAfterAnother(programs);
  // Two containers of a pod are no two programs: which is ours is not told, so neither is taken.
  const ofContainers = areApart(containers) ? oneAfterAnother(containers) : new Map<TimestampMs, Instance>();
  const moments = [...new Set([...ofPrograms.keys(), ...ofContainers.keys()])].sort((a, b) => a - b);
  const times = withoutRepeats(moments, ofPrograms);
  const value = (atMs: TimestampMs, metric: string, of = ofPrograms) =>
    of.get(atMs)?.series.get(metric)?.get(atMs) ?? NaN;
  const columns = new Map<MemoryField, Float64Array>();
  const add = (field: MemoryField, values: Float64Array) => {
    if (!columns.has(field) && !values.every(Number.isNaN)) {
      columns.set(field, values);
    }
  };
  for (const [metric, field, factor] of METRICS) {
    add(
      field,
      Float64Array.from(times, (atMs) => valueOfMetric(value(atMs, metric), factor))
    );
  }
  for (const [metric, field] of CONTAINER_METRICS) {
    add(
      field,
      Float64Array.from(times, (atMs) => value(atMs, metric, ofContainers))
    );
  }
  return {
    origin: 'Prometheus',
    stepMs: Math.max(stepMs, usualDistance(times)),
    times: Float64Array.from(times),
    totals: Float64Array.from(times, (atMs) => value(atMs, GOROUTINES)),
    memory: [...columns].map(([field, values]) => ({ field, values })),
    process: factsOf(times, {
      start: (atMs) => value(atMs, START_TIME),
      goVersion: labelAt(info, GO_INFO, 'version'),
      version: versionMetric ? labelAt(info, versionMetric.metric, versionMetric.label) : () => undefined,
    }),
  };
}

function instancesOf(all: readonly Series[]): Instance[] {
  const found = new Map<string, Instance>();
  for (const { labels, name, times, values } of all) {
    const id = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const instance = found.get(id) ?? { labels, series: new Map() };
    found.set(id, instance);
    instance.series.set(name, new Map(times.map((time, i) => [time, values[i] as number])));
  }
  return [...found.values()];
}

/** Which instance told each moment. */
function oneAfterAnother(instances: readonly Instance[]): Map<TimestampMs, Instance> {
  const at = new Map<TimestampMs, Instance>();
  const shared = new Set<TimestampMs>();
  const byStart = instances
    .map((instance) => ({ instance, moments: momentsOf(instance) }))
    .sort((a, b) => (a.moments[0] ?? 0) - (b.moments[0] ?? 0));
  for (const { instance, moments } of byStart) {
    for (const atMs of moments) {
      if (at.has(atMs)) {
        shared.add(atMs);
      }
      // The one that began last is the one that goes on.
      at.set(atMs, instance);
    }
  }
  if (shared.size > Math.max(OVERLAP.rows, OVERLAP.share * at.size)) {
    throw new SeveralInstances(
      'Prometheus',
      instances.map(({ labels }) => labels)
    );
  }
  return at;
}

function areApart(instances: readonly Instance[]): boolean {
  try {
    oneAfterAnother(instances);
    return true;
  } catch {
    return false;
  }
}

function momentsOf({ series }: Instance): TimestampMs[] {
  return [...new Set([...series.values()].flatMap((points) => [...points.keys()]))].sort((a, b) => a - b);
}

/** These move with every scrape of a Go program: the scrape itself allocates. */
const RESTLESS = ['go_memstats_alloc_bytes_total', 'go_memstats_mallocs_total'] as const;

function withoutRepeats(moments: readonly TimestampMs[], at: ReadonlyMap<TimestampMs, Instance>): TimestampMs[] {
  let last: readonly number[] | undefined;
  let lastOf: Instance | undefined;
  return moments.filter((atMs) => {
    const instance = at.get(atMs);
    const now = RESTLESS.map((metric) => instance?.series.get(metric)?.get(atMs) ?? NaN);
    const isTold = now.some((value) => !Number.isNaN(value));
    const isRepeat = isTold && instance === lastOf && now.every((value, i) => Object.is(value, last?.[i]));
    [last, lastOf] = [now, instance];
    return !isRepeat;
  });
}

/** The median of the distances between neighbours; 0 where there are none. */
function usualDistance(times: readonly TimestampMs[]): number {
  const distances = times.slice(1).map((time, i) => time - (times[i] as number));
  distances.sort((a, b) => a - b);
  return distances[distances.length >>> 1] ?? 0;
}

type TextAt = (atMs: TimestampMs) => string | undefined;

/** The label’s value of the series that is there at a moment. */
function labelAt(all: readonly Series[], metric: string, label: string): TextAt {
  const found = new Map<TimestampMs, string>();
  for (const { labels, name, times } of all) {
    const text = labels[label];
    if (name === metric && text) {
      times.forEach((time) => found.set(time, text));
    }
  }
  return (atMs) => found.get(atMs);
}

interface FactsAt {
  /** Seconds since 1970, NaN where not told. */
  readonly start: (atMs: TimestampMs) => number;
  readonly goVersion: TextAt;
  readonly version: TextAt;
}

function factsOf(times: readonly TimestampMs[], at: FactsAt): KnownFacts[] {
  const result: KnownFacts[] = [];
  times.forEach((atMs, row) => {
    const start = at.start(atMs);
    const [goVersion, version] = [at.goVersion(atMs), at.version(atMs)];
    const process: ProcessFacts = {
      ...(start > 0 ? { startTimeMs: Math.round(start * 1000) } : {}),
      ...(goVersion ? { goVersion } : {}),
      ...(version ? { version } : {}),
    };
    const before = result.at(-1)?.process;
    if (!before || JSON.stringify(before) !== JSON.stringify(process)) {
      result.push({ row, process });
    }
  });
  return result;
}
