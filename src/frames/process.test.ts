import { readFileSync } from 'node:fs';
import type { RangeFacts } from '../core/history/answers';
import { PROCESS_TABLE_FIELDS, type ProcessMeta } from './contract';
import { processFrame, type ProcessFrameOptions } from './process';

const FACTS = {
  target: 'http://orders:6060',
  intervalMs: 15_000,
  lastScrape: { requests: 2, bytes: 9000, durationMs: 30 },
};
const ANSWER: RangeFacts = {
  times: Float64Array.of(1000, 16_000, 31_000),
  restarts: [1],
  process: { goVersion: 'go1.22.1', version: 'v1.4.1', startTimeMs: 15_500, buildId: 'abc', godebug: 'madvdontneed=0' },
  failures: [],
};

function rowOf(options: Partial<ProcessFrameOptions> = {}, answer = ANSWER): Record<string, unknown> {
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
    // 30 ms of 15 s.
    share: 0.002,
  });
});

test('tells what a heap profile costs, on its own clock', () => {
  const heap = { intervalMs: 60_000, last: { requests: 1, bytes: 123_456, durationMs: 240 } };
  expect(rowOf({ heap })).toMatchObject({
    'heap interval': 60_000,
    'heap requests': 1,
    'heap bytes': 123_456,
    'heap duration': 240,
    // 240 ms of a minute.
    'heap share': 0.004,
    share: 0.002,
  });
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
    bytes: 'bytes',
    duration: 'ms',
    share: 'percentunit',
    'heap interval': 'ms',
    'heap bytes': 'bytes',
    'heap duration': 'ms',
    'heap share': 'percentunit',
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
