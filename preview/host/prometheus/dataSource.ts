import {
  DataSourceApi,
  FieldType,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type Labels,
  type TestDataSourceResponse,
} from '@grafana/data';
import { getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { lastValueFrom } from 'rxjs';

interface PrometheusQuery extends DataQuery {
  expr: string;
  instant?: boolean;
  interval?: string;
}

/** What `/api/v1/query` and `/api/v1/query_range` answer, as far as it is read. */
interface ApiAnswer {
  data: { result: Array<{ metric: Labels; value?: Point; values?: Point[] }> };
}
type Point = [seconds: number, value: string];

/**
 * Stands in for Grafana’s Prometheus data source, which no package has: it asks through the data proxy and answers as
 * Grafana’s does, a frame a series with the labels at its values. Grafana asks from its server instead, and begins a
 * range at a multiple of the step, as this does.
 */
export class StandInPrometheus extends DataSourceApi<PrometheusQuery> {
  private readonly url: string;

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    this.url = settings.url ?? '';
  }

  override async query(request: DataQueryRequest<PrometheusQuery>): Promise<DataQueryResponse> {
    const answers = await Promise.all(request.targets.map((target) => this.ask(target, request)));
    return { data: answers.flat(), state: LoadingState.Done };
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    await this.get('query', { query: '1+1' });
    return { status: 'success', message: 'Successfully queried the Prometheus API.' };
  }

  private async ask(target: PrometheusQuery, { range, scopedVars }: DataQueryRequest): Promise<DataFrame[]> {
    const query = getTemplateSrv().replace(target.expr, scopedVars);
    const to = range.to.valueOf() / 1000;
    if (target.instant) {
      return framesOf(await this.get('query', { query, time: String(to) }), target.refId);
    }
    const step = Number.parseFloat(target.interval ?? '15');
    const start = Math.floor(range.from.valueOf() / 1000 / step) * step;
    const end = Math.floor(to / step) * step;
    const parameters = { query, start: String(start), end: String(end), step: String(step) };
    return framesOf(await this.get('query_range', parameters), target.refId);
  }

  private async get(endpoint: string, parameters: Record<string, string>): Promise<ApiAnswer> {
    const url = `${this.url}/api/v1/${endpoint}?${new URLSearchParams(parameters)}`;
    const { data } = await lastValueFrom(
      getBackendSrv().fetch<ApiAnswer>({ url, method: 'GET', showErrorAlert: false })
    );
    return data;
  }
}

function framesOf({ data }: ApiAnswer, refId: string): DataFrame[] {
  return data.result.map(({ metric, value, values = value ? [value] : [] }) => ({
    refId,
    length: values.length,
    fields: [
      { name: 'Time', type: FieldType.time, config: {}, values: values.map(([seconds]) => seconds * 1000) },
      {
        name: 'Value',
        type: FieldType.number,
        config: {},
        labels: metric,
        values: values.map(([, text]) => Number(text)),
      },
    ],
  }));
}
