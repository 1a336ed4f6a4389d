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
