import {
  dateTime,
  FieldType,
  type DataFrame,
  type DataQueryRequest,
  type DataSourceInstanceSettings,
} from '@grafana/data';
import { setDataSourceSrv, setTemplateSrv, type DataSourceSrv, type TemplateSrv } from '@grafana/runtime';
import { Demo } from '../../../e2e/support/demo';
import { StandInPrometheus } from '../../../preview/host/prometheus/dataSource';
import { buildDemoProgram } from '../../../scripts/demo/builds';
import { PrometheusServer } from '../../../scripts/demo/prometheus';
import type { MemoryMeta } from '../../frames';
import { answer } from '../query/stream';
import { Sampler } from '../sampler/sampler';
import { targetOf } from '../settings';
import { LiveBackend } from '../testing/liveBackend';
import { installFetch } from '../testing/nodeFetch';
import { realEngine } from '../testing/running';
import type { TidemarkOptions, TidemarkQuery } from '../types';

// A real Prometheus scrapes the demo, which is restarted meanwhile; then Tidemark opens, and joins its own scrapes.

const PAST_SECONDS = [4, 7] as const;
const LIVE_SECONDS = 5;
/** Counters: what a scrape tells lies between what the scrapes before and after it tell. */
const COUNTERS = { TotalAlloc: 'go_memstats_alloc_bytes_total', Mallocs: 'go_memstats_mallocs_total' } as const;
const FIELDS = ['TotalAlloc', 'Mallocs', 'NumGC', 'HeapAlloc', 'HeapSys', 'Sys', 'RSS', 'Goroutines', 'OpenFDs'];

let demo: Demo;
let server: PrometheusServer;
let backend: LiveBackend;
let restartedMs: number;
/** The newest packet: memory by field, its bands, and goroutines in all. */
let frames: DataFrame[] = [];
/** The same of all instances, as Prometheus has them. */
let fleet: DataFrame[] = [];

beforeAll(async () => {
  await buildDemoProgram();
  installFetch();
  demo = await Demo.start(['-start', 'healthy,consumer=600']);
  const address = ['-addr', new URL(demo.url).host];
  const labels = { instance: 'orders-1' };
  server = await PrometheusServer.start([{ url: demo.url, labels }], 1);
  await server.hasScraped();
  await seconds(PAST_SECONDS[0]);
  await demo.stop();
  demo = await Demo.start([...address, '-start', 'healthy,consumer=600']);
  restartedMs = Date.now();
  await seconds(PAST_SECONDS[1]);
  const subscription = watch();
  await seconds(LIVE_SECONDS);
  subscription.unsubscribe();
}, 60_000);

afterAll(() => Promise.all([demo.stop(), server.stop()]));

function watch() {
  backend = new LiveBackend({ orders: demo.url, prometheus: server.url });
  // Which instance is meant is a variable of the dashboard.
  setTemplateSrv({ replace: (text = '') => text.replace('$instance', 'orders-1') } as unknown as TemplateSrv);
  const settings = { uid: 'prometheus', name: 'Prometheus', url: '/api/datasources/proxy/uid/prometheus', meta: {} };
  const source = new StandInPrometheus(settings as DataSourceInstanceSettings);
  setDataSourceSrv({ get: () => Promise.resolve(source) } as unknown as DataSourceSrv);
  const jsonData: TidemarkOptions = {
    scrapeIntervalSeconds: 1,
    costBudgetPercent: 100,
    prometheusUid: 'prometheus',
    prometheusMatchers: '{job="tidemark-demo", instance="$instance"}',
  };
  const url = '/api/datasources/proxy/uid/orders';
  const target = targetOf({
    uid: 'orders',
    name: 'orders',
    url,
    jsonData,
  } as DataSourceInstanceSettings<TidemarkOptions>);
  const range = { from: dateTime(0), to: dateTime(0), raw: { from: 'now-1m', to: 'now' } };
  const targets: TidemarkQuery[] = [
    { refId: 'A', queryType: 'memory', view: 'fields', fields: FIELDS },
    { refId: 'B', queryType: 'memory', view: 'bands' },
    { refId: 'C', queryType: 'goroutines', groupBy: 'total' },
    { refId: 'D', queryType: 'memory', view: 'instances', fields: ['RSS', 'Goroutines'] },
  ];
  const request = { targets, range, scopedVars: {} } as unknown as DataQueryRequest<TidemarkQuery>;
  return answer(request, new Sampler(target, realEngine())).subscribe(({ data }) => {
    frames = data.filter(({ refId }) => refId !== 'D') as DataFrame[];
    fleet = data.filter(({ refId }) => refId === 'D') as DataFrame[];
  });
}

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, 1000 * count));

type Row = Record<string, number | null> & { time: number };

/** The rows of a frame that have a value, from one origin. */
function rowsFrom(frame: DataFrame, origin: string): Row[] {
  const spans = (frame.meta!.custom as MemoryMeta).origins!.filter((span) => span.origin === origin);
  return Array.from({ length: frame.length }, (_, row) => {
    return Object.fromEntries(frame.fields.map(({ name, values }) => [name, values[row]])) as Row;
  }).filter(
    (row) =>
      spans.some(({ fromMs, toMs }) => row.time >= fromMs && row.time <= toMs) &&
      Object.entries(row).some(([name, value]) => name !== 'time' && value !== null)
  );
}

/** What Prometheus itself has of a metric, with the moments of its scrapes. */
async function samples(metric: string): Promise<Array<{ atMs: number; value: number }>> {
  const query = encodeURIComponent(`${metric}[1m]`);
  const response = await fetch(`${server.url}/api/v1/query?query=${query}`);
  const { data } = (await response.json()) as { data: { result: Array<{ values: Array<[number, string]> }> } };
  return data.result[0]!.values.map(([at, value]) => ({ atMs: at * 1000, value: Number(value) }));
}

test('the lines begin where Prometheus began, and end where Tidemark is', () => {
  for (const frame of frames) {
    const { origins } = frame.meta!.custom as MemoryMeta;
    expect(origins!.map(({ origin }) => origin)).toEqual(['Prometheus', 'sampled']);
    const [past, own] = [rowsFrom(frame, 'Prometheus'), rowsFrom(frame, 'sampled')];
    expect(past.length).toBeGreaterThanOrEqual(PAST_SECONDS[0] + PAST_SECONDS[1] - 3);
    expect(own.length).toBeGreaterThanOrEqual(LIVE_SECONDS - 2);
    expect(own[0]!.time - past.at(-1)!.time).toBeLessThanOrEqual(2500);
    expect(frame.meta!.notices).toEqual([]);
  }
});

test('either side tells the same fields', () => {
  for (const frame of frames) {
    const told = (origin: string) =>
      frame.fields
        .filter(
          ({ name, type }) => type === FieldType.number && rowsFrom(frame, origin).some((row) => row[name] !== null)
        )
        .map(({ name }) => name);
    expect(told('Prometheus')).toEqual(told('sampled'));
  }
  expect(frames[0]!.fields.map(({ name }) => name)).toEqual(['time', ...FIELDS]);
});

test('backfilled and live values of the same minute agree within one scrape’s change', async () => {
  const fields = frames[0]!;
  for (const [name, metric] of Object.entries(COUNTERS)) {
    const scraped = (await samples(metric)).filter(({ atMs }) => atMs > restartedMs);
    const own = rowsFrom(fields, 'sampled').slice(0, -2);
    expect(own.length).toBeGreaterThan(1);
    for (const row of own) {
      // Half a second for the scrape’s own time.
      const before = scraped.filter(({ atMs }) => atMs < row.time - 500).at(-1)!;
      const after = scraped.find(({ atMs }) => atMs > row.time + 500)!;
      expect(row[name]).toBeGreaterThanOrEqual(before.value);
      expect(row[name]).toBeLessThanOrEqual(after.value);
    }
    // And every backfilled value is a scrape of Prometheus, to the byte.
    const values = new Set((await samples(metric)).map(({ value }) => value));
    rowsFrom(fields, 'Prometheus').forEach((row) => expect(values).toContain(row[name]));
    const joint = rowsFrom(fields, 'sampled')[0]![name]! - rowsFrom(fields, 'Prometheus').at(-1)![name]!;
    const changes = scraped.slice(1).map(({ value }, i) => value - scraped[i]!.value);
    expect(joint).toBeGreaterThanOrEqual(0);
    // The two are up to two scrapes apart, and the joint’s own costs some.
    expect(joint).toBeLessThanOrEqual(4 * Math.max(...changes));
  }
});

test('the bands of the past add up to Go’s estimate, exactly', () => {
  const past = rowsFrom(frames[1]!, 'Prometheus');
  for (const { live, fragmentation, idle, stacks, runtime, goResident, RSS, residual } of past) {
    expect(live! + fragmentation! + idle! + stacks! + runtime!).toBe(goResident);
    expect(goResident! + residual!).toBe(RSS);
  }
});

test('a fleet has a line an instance and field', async () => {
  expect(fleet.map(({ fields: [, value] }) => [value!.name, value!.labels!['instance']]).sort()).toEqual([
    ['Goroutines', 'orders-1'],
    ['RSS', 'orders-1'],
  ]);
  const scraped = new Set((await samples('process_resident_memory_bytes')).map(({ value }) => value));
  const rss = fleet.find(({ fields }) => fields[1]!.name === 'RSS')!.fields[1]!;
  expect(rss.values.length).toBeGreaterThan(5);
  rss.values.forEach((value) => expect(scraped).toContain(value));
});

test('the restart that only Prometheus saw breaks the lines, and the joint is none', () => {
  for (const frame of frames) {
    const { restarts } = frame.meta!.custom as MemoryMeta;
    expect(restarts).toHaveLength(1);
    expect(Math.abs(restarts[0]! - restartedMs)).toBeLessThan(3000);
  }
});

test('Prometheus was asked who is there, then once for all metrics, and not again', () => {
  const asked = backend.asked.get('prometheus')!.map((path) => path.replace(/\?.*/, ''));
  // Once more for the instances, which are another question.
  expect(asked.sort()).toEqual(['/api/v1/query', '/api/v1/query_range', '/api/v1/query_range']);
});
