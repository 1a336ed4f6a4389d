import {
  CoreApp,
  dateTime,
  LoadingState,
  type DataFrame,
  type DataQueryResponse,
  type DataSourceApi,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { filter, from, lastValueFrom } from 'rxjs';
import type { TimestampMs } from '../../core/scrape';
import { AskError } from './askError';

/** Grafana’s own limit for one series: the step alone says how many points there are. */
const MOST_POINTS = 11_000;

/** What is asked of a data source, and about when. */
export interface SourceQuestion<Query extends DataQuery> {
  /** The data source’s uid. */
  readonly uid: string;
  readonly targets: ReadonlyArray<Omit<Query, 'datasource'>>;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** Between two points of a series. */
  readonly stepMs: number;
  /** The question in few words, for a person. */
  readonly asked: string;
}

/**
 * Asks a data source as a panel would, so that its authentication holds.
 *
 * @throws AskError
 */
export async function askSource<Query extends DataQuery>(question: SourceQuestion<Query>): Promise<DataFrame[]> {
  const { asked, fromMs, stepMs, targets, toMs, uid } = question;
  let source: DataSourceApi;
  try {
    source = await getDataSourceSrv().get(uid);
  } catch (error) {
    throw new AskError(
      `Grafana has no data source “${uid}”, which the settings name for the past (${messageOf(error)}). Choose another there.`
    );
  }
  const range = { from: dateTime(fromMs), to: dateTime(toMs) };
  const request = {
    app: CoreApp.Unknown,
    requestId: `tidemark-past-${requests++}`,
    timezone: 'utc',
    range: { ...range, raw: range },
    scopedVars: {},
    targets: targets.map((target) => ({ ...target, datasource: source.getRef() })),
    interval: `${stepMs / 1000}s`,
    intervalMs: stepMs,
    maxDataPoints: MOST_POINTS,
    startTime: Date.now(),
  };
  const failed = (came: string) =>
    new AskError(
      `The past was asked of “${source.name}”: ${asked}. It answered: ${came.replace(/\.?\s*$/, '.')} “Save & test” of that data source tells more.`
    );
  let response: DataQueryResponse | undefined;
  try {
    response = await lastValueFrom(
      from(source.query(request) as Promise<DataQueryResponse>).pipe(
        filter(({ state }) => state === undefined || state === LoadingState.Done || state === LoadingState.Error)
      ),
      { defaultValue: undefined }
    );
  } catch (error) {
    throw failed(messageOf(error));
  }
  const error = response?.errors?.[0];
  if (!response || error) {
    throw failed(error?.message ?? error?.data?.message ?? 'no answer');
  }
  return response.data as DataFrame[];
}

let requests = 0;

function messageOf(error: unknown): string {
  const { data, message, statusText } = error as {
    data?: { message?: string; error?: string };
    message?: string;
    statusText?: string;
  };
  return data?.message ?? data?.error ?? message ?? statusText ?? String(error);
}
