import { type DataFrame, type DataQueryRequest, type DataSourceApi } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { flameGraphFrame, seriesFrames, type FlameGraph, type Series } from '../../../../preview/host/pyroscope/frames';
import type { TimestampMs } from '../../../core/scrape';
import type { PyroscopeQuery } from './ask';

// For tests.

/** A question as it came to the data source. */
export interface Asked extends PyroscopeQuery {
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  readonly stepMs: number;
}

/** Grafana with one Pyroscope, `pyro`. */
export class FakePyroscope {
  readonly asked: Asked[] = [];
  /** The most questions that were open at once. */
  mostOpen = 0;
  /** What the next questions are answered with instead. */
  failure: unknown;
  private open = 0;

  constructor(private readonly answer: (asked: Asked) => readonly DataFrame[]) {
    const source = { name: 'Pyro', getRef: () => ({ uid: 'pyro' }), query: this.query };
    setDataSourceSrv({
      get: (uid: string) =>
        uid === 'pyro'
          ? Promise.resolve(source as unknown as DataSourceApi)
          : Promise.reject(new Error(`Datasource ${uid} was not found`)),
    } as unknown as DataSourceSrv);
  }

  /** Questions for flame graphs since the last look. */
  news(): Asked[] {
    return this.asked.splice(0).filter(({ queryType }) => queryType === 'profile');
  }

  private readonly query = async ({ intervalMs, range, targets }: DataQueryRequest<PyroscopeQuery>) => {
    const asked = targets.map((target) => ({
      ...target,
      fromMs: range.from.valueOf(),
      toMs: range.to.valueOf(),
      stepMs: intervalMs,
    }));
    this.asked.push(...asked);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    await Promise.resolve();
    this.open--;
    if (this.failure !== undefined) {
      throw this.failure;
    }
    return { data: asked.flatMap((one) => this.answer(one).map((frame) => ({ ...frame, refId: one.refId }))) };
  };
}

/** One program that has been scraped once a minute since a moment, and leaks a goroutine a minute. */
export function leaking(since: TimestampMs, instances: readonly string[] = ['orders-1']) {
  return ({ fromMs, profileTypeId, queryType, refId, stepMs, toMs }: Asked): DataFrame[] => {
    const isStored = profileTypeId === 'goroutine:goroutine:count:goroutine:count';
    const scrapes = (from: TimestampMs, to: TimestampMs) =>
      Array.from({ length: Math.max(0, Math.floor((to - since) / MINUTE) + 1) }, (_, i) => since + i * MINUTE).filter(
        (at) => isStored && at >= from && at <= to
      );
    if (queryType === 'profile') {
      const at = scrapes(fromMs, toMs);
      const leaked = at.reduce((sum, one) => sum + (one - since) / MINUTE, 0);
      return [flameGraphFrame(levelsOf(leaked, at.length), refId)];
    }
    const ends = Array.from({ length: Math.floor((toMs - fromMs) / stepMs) + 1 }, (_, i) => fromMs + i * stepMs);
    const points = ends
      .map((timestamp) => ({ timestamp, value: scrapes(timestamp - stepMs + 1, timestamp).length }))
      .filter(({ value }) => value > 0);
    const series: Series[] = points.length
      ? instances.map((value) => ({ labels: [{ name: 'instance', value }], points }))
      : [];
    return seriesFrames(series, refId);
  };
}

/** A heap profile as it was stored: bytes by stack, leaf first, with `;` between the functions. */
export interface StoredHeap {
  /** Pyroscope goes by the nanosecond. */
  readonly atMs: number;
  readonly instance?: string;
  readonly stacks: Readonly<Record<string, number>>;
}

/** Answers as Pyroscope does (querier.go, model/time_series.go): what is in the span is added up. */
export function storing(heaps: readonly StoredHeap[], type = 'memory:inuse_space:bytes:space:bytes') {
  return ({ fromMs, labelSelector, maxNodes = 0, profileTypeId, queryType, refId, stepMs, toMs }: Asked) => {
    const wanted = /instance="([^"]*)"/.exec(labelSelector)?.[1];
    const of = heaps.filter(
      ({ instance = 'orders-1' }) => profileTypeId === type && (wanted === undefined || wanted === instance)
    );
    if (queryType === 'profile') {
      const merged = new Map<string, number>();
      for (const { stacks } of of.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)) {
        Object.entries(stacks).forEach(([stack, value]) => merged.set(stack, (merged.get(stack) ?? 0) + value));
      }
      return [flameGraphFrame(merged.size === 0 ? { names: [], levels: [] } : treeOf(merged, maxNodes), refId)];
    }
    const instances = [...new Set(of.map(({ instance = 'orders-1' }) => instance))];
    const series: Series[] = instances.map((name) => {
      const points = new Map<number, number>();
      for (const { atMs, instance = 'orders-1', stacks } of of) {
        const end = fromMs + Math.ceil((atMs - fromMs) / stepMs) * stepMs;
        if (instance === name && end >= fromMs && end <= toMs) {
          points.set(end, (points.get(end) ?? 0) + Object.values(stacks).reduce((a, b) => a + b));
        }
      }
      return {
        labels: [{ name: 'instance', value: name }],
        points: [...points].map(([timestamp, value]) => ({ timestamp, value })),
      };
    });
    return seriesFrames(
      series.filter(({ points = [] }) => points.length > 0),
      refId
    );
  };
}

/** A flame graph's tree; asked for one node, all below the root is `other`. */
function treeOf(stacks: ReadonlyMap<string, number>, maxNodes: number): FlameGraph {
  const names = ['total'];
  const levels: number[][] = [];
  const sum = (of: ReadonlyArray<readonly [string[], number]>) => of.reduce((all, [, value]) => all + value, 0);
  const add = (name: string, of: ReadonlyArray<readonly [string[], number]>, level: number, startAt: number) => {
    const place = names.includes(name) ? names.indexOf(name) : names.push(name) - 1;
    const row = (levels[level] ??= []);
    const end = ends[level] ?? 0;
    const total = sum(of);
    const below = new Map<string, Array<readonly [string[], number]>>();
    for (const [path, value] of of.filter(([path]) => path.length > level)) {
      const callee = maxNodes === 1 ? 'other' : path[level]!;
      below.set(callee, [...(below.get(callee) ?? []), [maxNodes === 1 ? ['other'] : path, value]]);
    }
    row.push(startAt - end, total, sum(of.filter(([path]) => path.length === level)), place);
    ends[level] = startAt + total;
    let at = startAt;
    for (const [callee, part] of below) {
      add(callee, part, level + 1, at);
      at += sum(part);
    }
  };
  const ends: number[] = [];
  add(
    'total',
    [...stacks].map(([stack, value]) => [stack.split(';').reverse(), value] as const),
    0,
    0
  );
  return { names, levels: levels.map((values) => ({ values })) };
}

const MINUTE = 60_000;

/** `main.leak`, called by `main.main`, beside the goroutine that takes the profile. */
function levelsOf(leaked: number, scrapes: number): FlameGraph {
  const names = ['total', 'main.main', 'main.leak', 'net/http.(*conn).serve', 'runtime.goroutineProfileWithLabels'];
  const levels = [
    [0, leaked + scrapes, 0, 0],
    [0, leaked, 0, 1, 0, scrapes, 0, 3],
    [0, leaked, leaked, 2, 0, scrapes, scrapes, 4],
  ];
  return { names, levels: levels.map((values) => ({ values })) };
}
