import { readFileSync } from 'node:fs';
import type { RangeFacts } from '../core/history/answers';
import { PROCESS_TABLE_FIELDS, type ProcessMeta } from './contract';
import { processFrame, type ProcessFrameOptions } from './process';

const PACE = { setMs: 15_000, intervalMs: 15_000, why: 'set', spentMs: 24, budget: 0.01 } as const;
const FACTS = {
  target: 'http://orders:6060',
  intervalMs: 15_000,
  lastScrape: { requests: 2, bytes: 9000, durationMs: 30 },
  pace: PACE,
};
const ANSWER: RangeFacts = {
  times: Float64Array.of(1000, 16_000, 31_000),
  restarts: [1],
  process: { goVersion: 'go1.22.1', version: 'v1.4.1', startTimeMs: 15_500, buildId: 'abc', godebug: 'madvdontneed=0' },
  failures: [],
};

function rowOf(
  options: Partial<ProcessFrameOptions> = {},
  answer: Parameters<typeof processFrame>[0] = ANSWER
): Record<string, unknown> {
  const { fields, length } = processFrame(answer, FACTS, { refId: 'A', source: '/metrics', ...options });
  expect(length).toBe(1);
  return Object.fromEntries(fields.map(({ name, values }) => [name, values[0]]));
}

test('tells the process, and what a scrape costs', () => {
  expect(rowOf()).toMatchObject({
    target: 'http://orders:6060',
    version: 'v1.4.1',
    go: 'go1.22.1',
    started: 15_500,
    'build id': 'abc',
    godebug: 'madvdontneed=0',
    madvise: 'MADV_FREE',
    'memory source': '/metrics',
    interval: 15_000,
    requests: 2,
    bytes: 9000,
    duration: 30,
    'set interval': 15_000,
    stretch: 1,
    why: 'set',
    budget: 0.01,
    spent: 24,
    // 24 ms of 15 s.
    share: 0.0016,
  });
});

test('tells what a heap profile costs, on its own clock', () => {
  const pace = { setMs: 60_000, intervalMs: 90_000, why: 'budget', spentMs: 900, budget: 0.01 } as const;
  const heap = { intervalMs: 90_000, last: { requests: 1, bytes: 123_456, durationMs: 940 }, pace };
  expect(rowOf({ heap })).toMatchObject({
    'heap interval': 90_000,
    'heap set interval': 60_000,
    'heap stretch': 1.5,
    'heap why': 'budget',
    'heap requests': 1,
    'heap bytes': 123_456,
    'heap duration': 940,
    'heap spent': 900,
    // 900 ms of a minute and a half.
    'heap share': 0.01,
    share: 0.0016,
  });
});

test('a stretched interval is told with its reason, as a notice too', () => {
  const pace = { ...PACE, intervalMs: 40_000, why: 'budget', spentMs: 400 } as const;
  const { fields, meta } = processFrame(
    ANSWER,
    { ...FACTS, intervalMs: 40_000, pace },
    { refId: 'A', source: '/metrics' }
  );
  const row = Object.fromEntries(fields.map(({ name, values }) => [name, values[0]]));
  expect(row).toMatchObject({ interval: 40_000, 'set interval': 15_000, why: 'budget', spent: 400, share: 0.01 });
  expect(row['stretch']).toBeCloseTo(8 / 3);
  expect(meta?.notices).toEqual([
    {
      severity: 'info',
      text: 'Sampled every 40 s instead of 15 s: a scrape takes 400 ms of the program’s time, the budget is 1 %.',
    },
  ]);
});

test('pauses: the mean of the newest collections, of the same process, and the last ones one by one', () => {
  const columns = (NumGC: number[], PauseTotalNs: number[]) => [
    { name: 'NumGC' as const, values: Float64Array.from(NumGC) },
    { name: 'PauseTotalNs' as const, values: Float64Array.from(PauseTotalNs) },
  ];
  const pauseOf = (...told: Parameters<typeof columns>) =>
    rowOf({}, { ...ANSWER, columns: columns(...told) })['gc pause'];
  // The process was restarted at the second scrape: only from there to the third may be counted.
  expect(pauseOf([70, 10, 14], [9e6, 100_000, 300_000])).toBe(50_000);
  expect(pauseOf([70, 10, 10], [9e6, 100_000, 100_000])).toBeNull();
  expect(pauseOf([70, 10, NaN], [9e6, 100_000, NaN])).toBeNull();
  expect(rowOf()['gc pause']).toBeNull();

  const pauses = [60, 50, 40, 30, 20, 10].map((us) => ({ endMs: 0, ns: us * 1000 }));
  expect(rowOf({ pauses })['last gc pauses']).toBe('10 µs, 20 µs, 30 µs, 40 µs, 50 µs');
  expect(rowOf()['last gc pauses']).toBe('');
});

test('what is not known is empty, never zero', () => {
  const none = { 'heap requests': null, 'heap bytes': null, 'heap duration': null, 'heap share': null };
  expect(rowOf()).toMatchObject({ ...none, 'heap interval': null });
  expect(rowOf({ heap: { intervalMs: 60_000, last: undefined } })).toMatchObject({ ...none, 'heap interval': 60_000 });
  expect(rowOf({ source: undefined }, { ...ANSWER, process: {} })).toMatchObject({
    version: '',
    go: '',
    started: null,
    'build id': '',
    godebug: '',
    'memory source': '',
  });
});

test('numbers carry their units, and the meta the restarts', () => {
  const { fields, meta } = processFrame(ANSWER, FACTS, { refId: 'A', source: '/metrics' });
  const units = Object.fromEntries(fields.flatMap(({ config, name }) => (config.unit ? [[name, config.unit]] : [])));
  expect(units).toEqual({
    interval: 'ms',
    'set interval': 'ms',
    stretch: 'suffix:×',
    budget: 'percentunit',
    bytes: 'bytes',
    duration: 'ms',
    spent: 'ms',
    share: 'percentunit',
    'heap interval': 'ms',
    'heap set interval': 'ms',
    'heap stretch': 'suffix:×',
    'heap bytes': 'bytes',
    'heap duration': 'ms',
    'heap spent': 'ms',
    'heap share': 'percentunit',
    'gc pause': 'ns',
  });
  expect(meta?.custom as ProcessMeta).toMatchObject({ kind: 'process', restarts: [16_000], probe: FACTS });
});

test('docs/frames.md lists the fields in their order', () => {
  const section = readFileSync('docs/frames.md', 'utf8')
    .split(/^## /m)
    .find((one) => one.startsWith('`process`'));
  const told = [...(section ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  expect(told).toEqual(PROCESS_TABLE_FIELDS.map(({ name }) => name));
});
