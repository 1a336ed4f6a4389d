import {
  CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  DataTopic,
  dateMath,
  LoadingState,
  type PanelData,
  type TimeRange,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, finalize, from, map, merge, Observable, of, share, takeUntil, timer } from 'rxjs';

type Query = DataSourceApi['query'];

/** After so long without an answer a panel is told that it is loading. */
const LOADING_AFTER_MS = 200;

/**
 * One request to a data source as a stream of what a panel shows. A packet replaces the earlier one of the same key;
 * all packets together are the panel's data; unsubscribing cancels what is under way.
 */
export function runRequest(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  query: Query | undefined,
  cancel: (requestId: string) => void
): Observable<PanelData> {
  const loading: PanelData = { state: LoadingState.Loading, series: [], request, timeRange: request.range };
  if (request.targets.length === 0) {
    request.endTime = Date.now();
    return of({ ...loading, state: LoadingState.Done });
  }
  const packets = new Map<string, DataQueryResponse>();
  let last = loading;
  const answers = callQuery(dataSource, request, query).pipe(
    map((packet) => {
      const hidden = new Set(request.targets.filter((target) => target.hide).map((target) => target.refId));
      const data = packet.data.filter((frame) => !hidden.has(frame.refId));
      packets.set(packet.key ?? data[0]?.refId ?? 'A', { ...packet, data });
      request.endTime = Date.now();
      last = combine([...packets.values()], packet, request);
      return last;
    }),
    catchError((error: unknown) => {
      console.error(error);
      // What is shown stays: an error takes nothing away.
      return of({ ...last, state: LoadingState.Error, error: toDataQueryError(error) });
    }),
    finalize(() => cancel(request.requestId)),
    share()
  );
  return merge(
    timer(LOADING_AFTER_MS).pipe(
      map(() => loading),
      takeUntil(answers)
    ),
    answers
  );
}

function callQuery(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  query: Query | undefined
): Observable<DataQueryResponse> {
  request.targets = request.targets.map((target) =>
    isEmpty(target) ? { ...dataSource.getDefaultQuery?.(CoreApp.PanelEditor), ...target } : target
  );
  if (!query) {
    request.targets = request.targets.filter((target) => dataSource.filterQuery?.(target) ?? true);
  }
  if (request.targets.length === 0) {
    return of({ data: [] });
  }
  return from(query ? query(request) : dataSource.query(request));
}

/** Nothing but what every query has: the data source's default query stands in. */
function isEmpty(target: object): boolean {
  return Object.keys(target).every((key) => ['refId', 'hide', 'key', 'datasource'].includes(key));
}

function combine(packets: DataQueryResponse[], newest: DataQueryResponse, request: DataQueryRequest): PanelData {
  const failed = packets.filter((packet) => packet.error !== undefined || (packet.errors?.length ?? 0) > 0).at(-1);
  const state = failed ? LoadingState.Error : (newest.state ?? LoadingState.Done);
  const frames = packets.flatMap((packet) => packet.data);
  const isAnnotation = (frame: (typeof frames)[number]) => frame.meta?.dataTopic === DataTopic.Annotations;
  return {
    state,
    series: frames.filter((frame) => !isAnnotation(frame)),
    annotations: frames.filter(isAnnotation),
    error: failed?.error,
    errors: failed?.errors,
    request,
    timeRange: rangeAt(state, request.range),
  };
}

/** While data streams, `now` moves on: a relative range is evaluated anew with every packet. */
function rangeAt(state: LoadingState, range: TimeRange): TimeRange {
  if (state !== LoadingState.Streaming || typeof range.raw.from !== 'string') {
    return range;
  }
  const start = dateMath.toDateTime(range.raw.from, { roundUp: false });
  const end = dateMath.toDateTime(range.raw.to, { roundUp: true });
  return start && end ? { ...range, from: start, to: end } : range;
}
