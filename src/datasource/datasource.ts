import {
  DataSourceApi,
  type CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type ScopedVars,
  type TestDataSourceResponse,
} from '@grafana/data';
import type { Observable } from 'rxjs';
import { EVENT_KINDS } from '../frames';
import { eventAnnotations } from './annotations';
import { pageEngine } from './engine';
import { checkHealth } from './health';
import { interpolate } from './query/interpolate';
import { answer } from './query/stream';
import { samplerOf } from './sampler/registry';
import { targetOf, type Target } from './settings';
import {
  DEFAULT_DUMP,
  DEFAULT_GOROUTINES,
  DEFAULT_HEAP,
  DEFAULT_PROFILE,
  QUERY_TYPES,
  type TidemarkOptions,
  type TidemarkQuery,
} from './types';

/** The data source: one Go program. It holds no state of its own; the page's sampler does. */
export class TidemarkDataSource extends DataSourceApi<TidemarkQuery, TidemarkOptions> {
  readonly target: Target;
  override annotations = eventAnnotations;

  constructor(settings: DataSourceInstanceSettings<TidemarkOptions>) {
    super(settings);
    this.target = targetOf(settings);
  }

  override query(request: DataQueryRequest<TidemarkQuery>): Observable<DataQueryResponse> {
    return answer(request, samplerOf(this.target));
  }

  override testDatasource(): Promise<TestDataSourceResponse> {
    return checkHealth(this.target, pageEngine());
  }

  override getDefaultQuery(_app: CoreApp): Partial<TidemarkQuery> {
    return DEFAULT_GOROUTINES;
  }

  override filterQuery(query: TidemarkQuery): boolean {
    return QUERY_TYPES.includes(query.queryType);
  }

  override interpolateVariablesInQueries(queries: TidemarkQuery[], scopedVars: ScopedVars): TidemarkQuery[] {
    return queries.map((query) => interpolate(query, scopedVars));
  }

  override getQueryDisplayText(query: TidemarkQuery): string {
    switch (query.queryType) {
      case 'goroutines':
        return query.groupBy === 'total'
          ? 'Goroutines in total'
          : `Goroutines by ${query.groupBy}, top ${query.top ?? DEFAULT_GOROUTINES.top}`;
      case 'memory':
        return query.view === 'bands'
          ? 'Memory: RSS against heap'
          : `Memory${query.view === 'instances' ? ' by instance' : ''}: ${(query.fields ?? []).join(', ')}`;
      case 'heap': {
        const { groupBy, order, sampleType } = { ...DEFAULT_HEAP, ...query };
        return `Heap: ${sampleType} by ${groupBy}${groupBy === 'function' ? `, ${order}` : ''}`;
      }
      case 'suspects':
        return `Suspects, one row a ${query.groupBy ?? 'leak'}`;
      case 'deploys':
        return 'Deploys';
      case 'verdict':
        return query.before || query.after
          ? `Fixed? ${query.before || 'before the newest deploy'} against ${query.after || 'since the newest deploy'}`
          : 'Fixed? Before and since the newest deploy';
      case 'findings':
        return 'Findings about memory';
      case 'profile': {
        const { base, profile, sampleType, view } = { ...DEFAULT_PROFILE, ...query };
        return `Profile: ${profile} ${view}${sampleType ? `, ${sampleType}` : ''}${base ? `, less ${base}` : ''}`;
      }
      case 'dump':
        return `Goroutines one by one, ${query.view ?? DEFAULT_DUMP.view}`;
      case 'process':
        return 'Process, and what the probe costs';
      case 'events':
        return `Marks: ${(query.kinds ?? EVENT_KINDS).join(', ')}`;
    }
  }
}
