import { FieldType, type DataFrame, type DataQueryRequest, type DataSourceApi, type Labels } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import type { TimestampMs } from '../../../core/scrape';

// For tests.

/** A question as it came to the data source. */
export interface Asked {
  readonly expr: string;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** Undefined for one moment. */
  readonly stepMs?: number;
}

/** Grafana with one Prometheus, which has scraped the instances since a moment: each allocates a byte a millisecond. */
export class FakePrometheus {
  readonly asked: Asked[] = [];
  /** What the next questions are answered with instead. */
  failure: unknown;

  constructor(
    private readonly instances: readonly Labels[],
    private readonly since: TimestampMs,
    private readonly scrapeMs: number
  ) {
    const source = { name: 'Mimir', getRef: () => ({ uid: 'mimir' }), query: this.query };
    setDataSourceSrv({
      get: (uid: string) =>
        uid === 'mimir'
          ? Promise.resolve(source as unknown as DataSourceApi)
          : Promise.reject(new Error(`Datasource ${uid} was not found`)),
    } as unknown as DataSourceSrv);
  }

  /** Questions about more than one moment since the last look. */
  news(): Asked[] {
    return this.asked.splice(0).filter(({ stepMs }) => stepMs !== undefined);
  }

  private readonly query = async ({ range, targets }: DataQueryRequest) => {
    const [target] = targets as unknown as Array<{ expr: string; instant: boolean; interval: string }>;
    const { expr, instant, interval } = target!;
    const stepMs = 1000 * Number.parseFloat(interval);
    const [fromMs, toMs] = [range.from.valueOf(), range.to.valueOf()];
    this.asked.push({ expr, fromMs, toMs, ...(instant ? {} : { stepMs }) });
    if (this.failure !== undefined) {
      throw this.failure;
    }
    const times: TimestampMs[] = [];
    for (let at = instant ? toMs : Math.floor(fromMs / stepMs) * stepMs; at <= toMs; at += stepMs) {
      if (at >= this.since) {
        times.push(at);
      }
    }
    const isOldest = expr.startsWith('min_over_time(timestamp(');
    const name = instant ? 'go_goroutines' : 'go_memstats_alloc_bytes_total';
    return { data: times.length > 0 ? this.instances.map((labels) => this.frame(name, labels, times, isOldest)) : [] };
  };

  private frame(name: string, labels: Labels, times: TimestampMs[], isOldest: boolean): DataFrame {
    // Each step has the newest scrape.
    const values = times.map((at) => (isOldest ? this.since / 1000 : at - (at % this.scrapeMs)));
    return {
      length: times.length,
      fields: [
        { name: 'Time', type: FieldType.time, config: {}, values: times },
        { name: 'Value', type: FieldType.number, config: {}, labels: { __name__: name, ...labels }, values },
      ],
    };
  }
}
