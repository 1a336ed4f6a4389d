/** @jest-environment node */
import type { MemorySample, ProcessFacts, Scrape } from '../scrape';
import { MemoryHistory } from './memory';
import { RestartDetector } from './restarts';

let now = 0;
const scrape = (
  process: ProcessFacts,
  values?: MemorySample['values'],
  source: MemorySample['source'] = '/metrics'
): Scrape => ({
  atMs: ++now,
  process,
  cost: { requests: 1, bytes: 1, durationMs: 1 },
  failures: [],
  ...(values ? { memory: { source, values } } : {}),
});
const signs = (...scrapes: Scrape[]) => {
  const detector = new RestartDetector();
  return scrapes.map((item) => detector.next(item));
};
const start = (startTimeMs: number) => scrape({ startTimeMs });

it('by start time, beyond a second of jitter', () => {
  expect(signs(start(5000), start(6000), start(4900), start(8000), start(8000))).toEqual([
    undefined,
    undefined,
    'start time',
    'start time',
    undefined,
  ]);
});

it('a boot time that creeps is no restart', () => {
  expect(signs(...Array.from({ length: 50 }, (_, i) => start(5000 + i * 100))).filter(Boolean)).toEqual([]);
});

it('by build id and Go version, where told', () => {
  expect(signs(scrape({ buildId: 'a' }), scrape({ buildId: '' }), scrape({}), scrape({ buildId: 'b' }))).toEqual([
    undefined,
    undefined,
    undefined,
    'build id',
  ]);
  expect(signs(scrape({ goVersion: 'go1.25' }), scrape({ goVersion: 'go1.26' }))).toEqual([undefined, 'Go version']);
});

it('by version, where no start time says otherwise', () => {
  expect(signs(scrape({ version: 'v1' }), scrape({}), scrape({ version: '' }), scrape({ version: 'v2' }))).toEqual([
    undefined,
    undefined,
    undefined,
    'version',
  ]);
  const of = (version: string, startTimeMs?: number) => scrape({ version, startTimeMs });
  expect(signs(of('v1'), of('v2', 5000))).toEqual([undefined, 'version']);
  expect(signs(of('v1', 5000), of('v2', 5400))).toEqual([undefined, undefined]);
  expect(signs(of('v1', 5000), of('v2', 9000), of('v2', 9000))).toEqual([undefined, 'start time', undefined]);
});

it.each(['NumGC', 'TotalAlloc', 'Mallocs'] as const)('by %s falling', (field) => {
  const told = (value: number) => scrape({}, { [field]: value, Sys: value });
  expect(signs(told(5), told(5), told(6), told(2), told(3))).toEqual([
    undefined,
    undefined,
    undefined,
    field,
    undefined,
  ]);
});

it('not by what may fall, nor across sources that count differently', () => {
  expect(signs(scrape({}, { HeapAlloc: 9, Sys: 9 }), scrape({}, { HeapAlloc: 1, Sys: 1 }))).toEqual([
    undefined,
    undefined,
  ]);
  expect(signs(scrape({}, { NumGC: 9 }), scrape({}, { NumGC: 8 }, '/debug/vars'))).toEqual([undefined, undefined]);
});

it('a failed part neither hides a restart nor makes one', () => {
  expect(
    signs(scrape({}, { NumGC: 9 }), scrape({}), scrape({}, { NumGC: 9 }), scrape({}), scrape({}, { NumGC: 1 }))
  ).toEqual([undefined, undefined, undefined, undefined, 'NumGC']);
});

it('once per restart: the new process starts from nothing', () => {
  const told = (startTimeMs: number, NumGC: number) => scrape({ startTimeMs }, { NumGC });
  expect(signs(told(1000, 50), told(90_000, 1), told(90_000, 2))).toEqual([undefined, 'start time', undefined]);
});

it('does not measure the new process by facts of the old one', () => {
  expect(
    signs(
      scrape({ startTimeMs: 1000, goVersion: 'go1.25', buildId: 'a' }, { NumGC: 50 }),
      scrape({ startTimeMs: 90_000 }),
      scrape({ startTimeMs: 90_000, goVersion: 'go1.26', buildId: 'b' }, { NumGC: 1 })
    )
  ).toEqual([undefined, 'start time', undefined]);
});

it('stands in a range as indexes of that range', () => {
  const store = new MemoryHistory({ maxAgeMs: 1e9 });
  now = 0;
  for (const value of [5, 6, 1, 2, 0]) {
    store.append(scrape({}, { NumGC: value }));
  }
  expect(store.range(0, 99).restarts).toEqual([2, 4]);
  expect(store.range(3, 99).restarts).toEqual([0, 2]);
  expect(store.range(4, 4).restarts).toEqual([]);
});
