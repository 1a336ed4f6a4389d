import {
  dateTime,
  LoadingState,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type PanelData,
} from '@grafana/data';
import { Subject, throwError, type Observable } from 'rxjs';
import { runRequest } from './runRequest';

function requestOf(targets: Array<{ refId: string; hide?: boolean; x?: number }>): DataQueryRequest {
  return {
    requestId: 'Q1',
    targets,
    range: { from: dateTime(0), to: dateTime(1000), raw: { from: 'now-5m', to: 'now' } },
  } as unknown as DataQueryRequest;
}

function run(
  query: (request: DataQueryRequest) => Observable<DataQueryResponse>,
  request = requestOf([{ refId: 'A', x: 1 }]),
  api: object = {}
) {
  const seen: PanelData[] = [];
  const cancelled: string[] = [];
  const subscription = runRequest({ ...api, query } as unknown as DataSourceApi, request, undefined, (id) =>
    cancelled.push(id)
  ).subscribe((data) => seen.push(data));
  return { seen, cancelled, subscription };
}

const frame = (refId: string, name: string) => ({ refId, name, fields: [], length: 0 });
const names = (data: PanelData | undefined) => data?.series.map((series) => series.name);

beforeEach(() => {
  jest.useFakeTimers({ now: 10_000_000 });
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

test('packets of one key replace one another, others stand beside', () => {
  const packets = new Subject<DataQueryResponse>();
  const { seen } = run(() => packets);
  packets.next({ key: 'a', data: [frame('A', 'a1')], state: LoadingState.Streaming });
  packets.next({ key: 'b', data: [frame('A', 'b1')], state: LoadingState.Streaming });
  packets.next({ key: 'a', data: [frame('A', 'a2')], state: LoadingState.Streaming });
  expect(seen.map(names)).toEqual([['a1'], ['a1', 'b1'], ['a2', 'b1']]);
});

test('a streaming packet moves a relative range along, a last one does not', () => {
  const packets = new Subject<DataQueryResponse>();
  const { seen } = run(() => packets);
  packets.next({ data: [], state: LoadingState.Streaming });
  expect(seen[0]?.timeRange.to.valueOf()).toBe(10_000_000);
  jest.setSystemTime(10_002_000);
  packets.next({ data: [], state: LoadingState.Streaming });
  expect(seen[1]?.timeRange.to.valueOf()).toBe(10_002_000);
  expect(seen[1]?.timeRange.from.valueOf()).toBe(10_002_000 - 5 * 60_000);
  packets.next({ data: [], state: LoadingState.Done });
  expect(seen[2]?.timeRange.to.valueOf()).toBe(1000);
});

test('who waits is told after a moment, and not once data is there', () => {
  const packets = new Subject<DataQueryResponse>();
  const { seen } = run(() => packets);
  jest.advanceTimersByTime(250);
  expect(seen.map((data) => data.state)).toEqual([LoadingState.Loading]);
  const other = run(() => packets);
  packets.next({ data: [] });
  jest.advanceTimersByTime(250);
  expect(other.seen.map((data) => data.state)).toEqual([LoadingState.Done]);
});

test('leaving cancels', () => {
  const packets = new Subject<DataQueryResponse>();
  const { subscription, cancelled } = run(() => packets);
  subscription.unsubscribe();
  expect(cancelled).toEqual(['Q1']);
  expect(packets.observed).toBe(false);
});

test('an error keeps what was shown', () => {
  const packets = new Subject<DataQueryResponse>();
  const { seen } = run(() => packets);
  packets.next({ data: [frame('A', 'a')] });
  packets.error(new Error('target down'));
  expect(seen.at(-1)).toMatchObject({ state: LoadingState.Error, error: { message: 'target down' } });
  expect(names(seen.at(-1))).toEqual(['a']);
});

test('an error inside of a packet is an error of the panel', () => {
  const packets = new Subject<DataQueryResponse>();
  const { seen } = run(() => packets);
  packets.next({ data: [frame('A', 'a')], error: { message: 'half' }, state: LoadingState.Streaming });
  expect(seen[0]).toMatchObject({ state: LoadingState.Error, error: { message: 'half' } });
});

test('no queries, hidden frames, filtered queries, default query', () => {
  expect(run(() => throwError(() => 'never'), requestOf([])).seen).toMatchObject([
    { state: LoadingState.Done, series: [] },
  ]);

  const packets = new Subject<DataQueryResponse>();
  const hidden = run(
    () => packets,
    requestOf([
      { refId: 'A', x: 1 },
      { refId: 'B', hide: true, x: 1 },
    ])
  );
  packets.next({ data: [frame('A', 'a'), frame('B', 'b')] });
  expect(names(hidden.seen[0])).toEqual(['a']);

  const request = requestOf([{ refId: 'A' }, { refId: 'B', x: 0 }]);
  run(() => packets, request, { getDefaultQuery: () => ({ x: 7 }), filterQuery: ({ x }: { x: number }) => x > 0 });
  expect(request.targets).toEqual([{ refId: 'A', x: 7 }]);
});
