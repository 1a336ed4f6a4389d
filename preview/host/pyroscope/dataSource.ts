import {
  DataSourceApi,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type TestDataSourceResponse,
} from '@grafana/data';
import { getBackendSrv, getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { lastValueFrom } from 'rxjs';
import { flameGraphFrame, seriesFrames } from './frames';

interface PyroscopeQuery extends DataQuery {
  profileTypeId: string;
  labelSelector: string;
  maxNodes?: number;
}

/** What `/pyroscope/render` answers, as far as it is read. */
interface Rendered {
  flamebearer: { names: string[]; levels: number[][] };
  timeline?: Timeline | null;
}

interface Timeline {
  /** Seconds. */
  startTime: number;
  durationDelta: number;
  samples: number[];
}

/**
 * Stands in for Grafana’s Pyroscope data source, which no package has. Grafana’s server asks by Connect calls, which
 * are POST; the preview’s proxy passes on GET only, so this asks the older endpoint, which answers from the same calls:
 * the flame graph is the same, the series has one program only and steps of its own.
 */
export class StandInPyroscope extends DataSourceApi<PyroscopeQuery> {
  private readonly url: string;

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    this.url = settings.url ?? '';
  }

  override async query(request: DataQueryRequest<PyroscopeQuery>): Promise<DataQueryResponse> {
    const answers = await Promise.all(request.targets.map((target) => this.ask(target, request)));
    return { data: answers.flat(), state: LoadingState.Done };
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    await this.get('label-values', { label: '__name__' });
    return { status: 'success', message: 'Data source is working' };
  }

  private async ask(target: PyroscopeQuery, { range, scopedVars }: DataQueryRequest): Promise<DataFrame[]> {
    const selector = getTemplateSrv().replace(target.labelSelector, scopedVars);
    const { flamebearer, timeline } = await this.get<Rendered>('render', {
      query: target.profileTypeId + selector,
      from: String(range.from.valueOf()),
      until: String(range.to.valueOf()),
      maxNodes: String(target.maxNodes ?? 0),
    });
    return target.queryType === 'profile'
      ? [flameGraphFrame({ ...flamebearer, levels: flamebearer.levels.map((values) => ({ values })) }, target.refId)]
      : seriesFrames(timeline ? seriesOf(timeline) : [], target.refId);
  }

  private async get<Answer>(endpoint: string, parameters: Record<string, string>): Promise<Answer> {
    const url = `${this.url}/pyroscope/${endpoint}?${new URLSearchParams(parameters)}`;
    const { data } = await lastValueFrom(getBackendSrv().fetch<Answer>({ url, method: 'GET', showErrorAlert: false }));
    return data;
  }
}

/** Where there is no profile, the timeline has 0, and Grafana no point. */
function seriesOf({ durationDelta, samples, startTime }: Timeline) {
  const points = samples
    .map((value, i) => ({ value, timestamp: 1000 * (startTime + (i + 1) * durationDelta) }))
    .filter(({ value }) => value > 0);
  return points.length > 0 ? [{ points }] : [];
}
