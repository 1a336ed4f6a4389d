import {
  CoreApp,
  dateTime,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { filter, from, lastValueFrom } from 'rxjs';
import type { TimestampMs } from '../../../core/scrape';

/** A query of Grafana’s Prometheus data source, and of those that speak like it. */
interface PrometheusQuery extends DataQuery {
  expr: string;
  range: boolean;
  instant: boolean;
  format: 'time_series';
  /** The least step. */
  interval?: string;
}

/** What was asked, what came back, what to do: a sentence each. */
export class AskError extends Error {
  override readonly name = 'AskError';
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

/** Grafana’s own limit for one series. */
const MOST_POINTS = 11_000;

/**
 * Asks a data source as a panel would, so that its authentication holds, whatever Prometheus it is.
 *
 * @throws AskError
 */
export async function ask(asking: Asking): Promise<DataFrame[]> {
  const { uid } = asking;
  let source: DataSourceApi;
  try {
    source = await getDataSourceSrv().get(uid);
  } catch (error) {
    throw new AskError(
      `Grafana has no data source “${uid}”, which the settings name for the past (${messageOf(error)}). Choose another there.`
    );
  }
  const request = requestOf(asking, source);
  let response: DataQueryResponse | undefined;
  try {
    response = await lastValueFrom(
      from(source.query(request) as Promise<DataQueryResponse>).pipe(
        filter(({ state }) => state === undefined || state === LoadingState.Done || state === LoadingState.Error)
      ),
      { defaultValue: undefined }
    );
  } catch (error) {
    throw failed(source, asking, messageOf(error));
  }
  const error = response?.errors?.[0];
  if (!response || error) {
    throw failed(source, asking, error?.message ?? error?.data?.message ?? 'no answer');
  }
  return response.data as DataFrame[];
}

function requestOf({ expr, fromMs, stepMs, toMs }: Asking, source: DataSourceApi): DataQueryRequest<PrometheusQuery> {
  const range = { from: dateTime(fromMs), to: dateTime(toMs) };
  const interval = `${(stepMs ?? 1000) / 1000}s`;
  const query: PrometheusQuery = {
    refId: 'past',
    datasource: source.getRef(),
    expr,
    range: stepMs !== undefined,
    instant: stepMs === undefined,
    format: 'time_series',
    interval,
  };
  return {
    app: CoreApp.Unknown,
    requestId: `tidemark-past-${requests++}`,
    timezone: 'utc',
    range: { ...range, raw: range },
    scopedVars: {},
    targets: [query],
    interval,
    intervalMs: stepMs ?? 1000,
    // The step alone says how many points there are.
    maxDataPoints: MOST_POINTS,
    startTime: Date.now(),
  };
}

let requests = 0;

function failed({ name }: Pick<DataSourceApi, 'name'>, { expr }: Asking, came: string): AskError {
  const asked = expr.replace(/__name__=~"[^"]{80,}"/, '__name__=~"…"');
  return new AskError(
    `The past was asked of “${name}”: ${asked}. It answered: ${came.replace(/\.?\s*$/, '.')} “Save & test” of that data source tells more.`
  );
}

function messageOf(error: unknown): string {
  const { data, message, statusText } = error as {
    data?: { message?: string; error?: string };
    message?: string;
    statusText?: string;
  };
  return data?.message ?? data?.error ?? message ?? statusText ?? String(error);
}
