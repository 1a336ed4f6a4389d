import type { DataFrame } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { TimestampMs } from '../../../core/scrape';
import { askSource } from '../askSource';

/** A query of Grafana’s Prometheus data source, and of those that speak like it. */
interface PrometheusQuery extends DataQuery {
  expr: string;
  range: boolean;
  instant: boolean;
  format: 'time_series';
  /** The least step. */
  interval: string;
}

export interface Asking {
  /** The data source’s uid. */
  readonly uid: string;
  readonly expr: string;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** A point each; without it, one point at `toMs`. */
  readonly stepMs?: number;
}

/** Asks for the series of an expression. @throws AskError */
export function ask({ expr, fromMs, stepMs, toMs, uid }: Asking): Promise<DataFrame[]> {
  const target: Omit<PrometheusQuery, 'datasource'> = {
    refId: 'past',
    expr,
    range: stepMs !== undefined,
    instant: stepMs === undefined,
    format: 'time_series',
    interval: `${(stepMs ?? 1000) / 1000}s`,
  };
  const asked = expr.replace(/__name__=~"[^"]{80,}"/, '__name__=~"…"');
  return askSource<PrometheusQuery>({ uid, targets: [target], fromMs, toMs, stepMs: stepMs ?? 1000, asked });
}
