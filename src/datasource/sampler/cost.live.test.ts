import { dateTime, type DataFrame, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { cpus } from 'node:os';
import type { Subscription } from 'rxjs';
import { Demo } from '../../../e2e/support/demo';
import { buildDemoProgram } from '../../../scripts/demo/builds';
import { answer } from '../query/stream';
import { targetOf } from '../settings';
import { LiveBackend } from '../testing/liveBackend';
import { installFetch } from '../testing/nodeFetch';
import { advance, realEngine, until } from '../testing/running';
import type { TidemarkOptions, TidemarkQuery } from '../types';
import { Sampler } from './sampler';

// Go programs with many goroutines and with few, watched with the settings as they come. Programs, requests and what
// they cost are real; the clock that the sampler waits by is not, so that minutes pass in seconds.

const MINUTES = 8;
const STEP_MS = 1000;
const GOROUTINES = { many: 100_000, few: 1_000 };
type Name = keyof typeof GOROUTINES;
const NAMES = Object.keys(GOROUTINES) as Name[];

interface Watched {
  readonly demo: Demo;
  /** Answers to a process query, one a round. */
  readonly said: DataFrame[];
  /** When the rounds began, by the clock. */
  readonly begunMs: number[];
  /** Wall time of all requests, the way included, seconds; */
  asking: number;
  /** and the program's CPU by its own count. */
  cpu: number;
  readonly subscription: Subscription;
}

let backend: LiveBackend;
/** Wall time of requests so far. */
let spentSeconds = 0;
const watched = {} as Record<Name, Watched>;

beforeAll(async () => {
  await buildDemoProgram();
  installFetch();
  const send = globalThis.fetch;
  globalThis.fetch = async (...request) => {
    const startedMs = performance.now();
    const response = await send(...request);
    spentSeconds += (performance.now() - startedMs) / 1000;
    return response;
  };
  setTemplateSrv({ replace: (text = '') => text } as unknown as TemplateSrv);
  // One after the other, for two at once would make one another slower.
  for (const name of NAMES) {
    const demo = await Demo.start(['-park', String(GOROUTINES[name])]);
    backend = new LiveBackend({ [name]: demo.url });
    const cpuBefore = await cpuSeconds(demo);
    spentSeconds = 0;
    jest.useFakeTimers({ now: Date.UTC(2026, 10, 21), doNotFake: ['nextTick', 'queueMicrotask', 'performance'] });
    watched[name] = watch(name, demo);
    const { said, subscription } = watched[name];
    for (let passedMs = 0; passedMs < MINUTES * 60_000; passedMs += STEP_MS) {
      await advance(STEP_MS);
      await until(() => backend.inFlight === 0 && said.length >= backend.count(name, '/debug/pprof/goroutine'));
    }
    subscription.unsubscribe();
    jest.useRealTimers();
    watched[name].asking = spentSeconds;
    watched[name].cpu = (await cpuSeconds(demo)) - cpuBefore;
    await demo.stop();
  }
}, 120_000);

afterAll(() => Promise.all(Object.values(watched).map(({ demo }) => demo.stop())));

function watch(name: Name, demo: Demo): Watched {
  const url = `/api/datasources/proxy/uid/${name}`;
  const target = targetOf({ uid: name, name, url, jsonData: {} } as DataSourceInstanceSettings<TidemarkOptions>);
  const said: DataFrame[] = [];
  const range = { from: dateTime(0), to: dateTime(0), raw: { from: 'now-1h', to: 'now' } };
  const targets: TidemarkQuery[] = [{ refId: 'A', queryType: 'process' }];
  const request = { targets, range, scopedVars: {} } as unknown as DataQueryRequest<TidemarkQuery>;
  const begunMs: number[] = [];
  const sampler = new Sampler(target, realEngine());
  const subscription = answer(request, sampler).subscribe(({ data }) => {
    said.push(data[0]);
    begunMs.push(sampler.latest!.atMs);
  });
  return { demo, said, begunMs, asking: 0, cpu: 0, subscription };
}

async function cpuSeconds(demo: Demo): Promise<number> {
  const page = await fetch(`${demo.url}/metrics`).then((response) => response.text());
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(page)?.[1]);
}

const rowOf = (frame: DataFrame) => Object.fromEntries(frame.fields.map(({ name, values }) => [name, values[0]]));
const gaps = (times: number[]) => times.slice(1).map((time, i) => time - times[i]!);

test('100,000 goroutines: 1 % of the program’s time, and it is said', () => {
  const { asking, begunMs, cpu, said } = watched.many;
  const row = rowOf(said.at(-1)!);
  // A round that has begun belongs to the interval after it.
  const watchedSeconds = (begunMs.at(-1)! - begunMs[0]! + row['interval']) / 1000;
  // One slow round among three stretches nothing, and other tests make some slow.
  expect(asking / watchedSeconds).toBeLessThan(0.015);
  // The collector works beside a profile on other cores.
  expect(cpu / watchedSeconds / cpus().length).toBeLessThan(0.01);
  expect(begunMs.length).toBeGreaterThan(2);
  expect(Math.min(...gaps(begunMs))).toBeGreaterThan(15_000);
  expect(row).toMatchObject({ 'set interval': 15_000, why: 'budget', budget: 0.01 });
  expect(row['share']).toBeLessThanOrEqual(0.0101);
  expect(said.at(-1)!.meta?.notices).toEqual([
    {
      severity: 'info',
      text: expect.stringMatching(/^Sampled every .* instead of 15 s: a scrape takes .* the budget is 1 %\.$/),
    },
  ]);
});

test('1,000 goroutines: as set, and nothing to be said', () => {
  const { asking, begunMs, cpu, said } = watched.few;
  const row = rowOf(said.at(-1)!);
  expect(new Set(gaps(begunMs))).toEqual(new Set([15_000]));
  expect(begunMs.length).toBeGreaterThanOrEqual(MINUTES * 4);
  expect(row).toMatchObject({ interval: 15_000, stretch: 1, why: 'set' });
  expect(row['share']).toBeLessThan(0.01);
  expect(said.at(-1)!.meta?.notices).toEqual([]);
  expect(asking / (MINUTES * 60)).toBeLessThan(0.01);
  expect(cpu / (MINUTES * 60)).toBeLessThan(0.01);
});
