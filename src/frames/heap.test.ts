import { readFileSync } from 'node:fs';
import { HEAP_SAMPLE_TYPES } from '../core/profile/heap';
import type { HeapAnswer } from '../core/history/answers';
import type { HeapMeta } from './contract';
import { heapFrame, heapJoints, type HeapFrameOptions } from './heap';

const FACTS = {
  target: 'http://orders:6060',
  intervalMs: 15_000,
  lastScrape: { requests: 1, bytes: 9000, durationMs: 30 },
  heapIntervalMs: 60_000,
};
const MIB = 2 ** 20;

const stack = {
  key: 'k1',
  frames: [{ function: 'main.load', file: 'main.go', line: 3 }],
  blockedOn: 'other' as const,
  userFrame: 0,
};

const answerOf = (more: Partial<HeapAnswer> = {}): HeapAnswer => ({
  times: Float64Array.of(0, 60_000, 120_000, 400_000),
  restarts: [2],
  process: { goVersion: 'go1.26.8', startTimeMs: 7 },
  failures: [],
  groups: 3,
  series: [
    { name: 'main.load', role: 'stack', stack, values: Float64Array.of(4, NaN, 1, 2) },
    { name: 'other', role: 'other', groups: 2, values: Float64Array.of(3, NaN, 0, 1) },
  ],
  rateBytes: MIB / 2,
  totalNow: { scaled: 3 * MIB, sampled: MIB },
  ...more,
});

const OPTIONS: HeapFrameOptions = {
  refId: 'A',
  groupBy: 'stack',
  order: 'cum',
  sampleType: 'inuse_space',
  values: 'scaled',
};

test('a field a series; lines break at a failure, before a restart and where nobody was sampling', () => {
  const { fields, meta, length } = heapFrame(answerOf(), FACTS, OPTIONS);
  expect(fields.map(({ name, values }) => [name, ...values])).toEqual([
    ['time', 0, 60_000, 90_000, 120_000, 260_000, 400_000],
    ['main.load', 4, null, null, 1, null, 2],
    ['other', 3, null, null, 0, null, 1],
  ]);
  expect(length).toBe(6);
  expect(fields[1]!.labels).toEqual({ stack: 'k1' });
  expect(meta!.custom).toEqual({
    version: 1,
    kind: 'heap',
    probe: {
      target: 'http://orders:6060',
      goVersion: 'go1.26.8',
      startTimeMs: 7,
      intervalMs: 15_000,
      lastScrape: FACTS.lastScrape,
    },
    restarts: [120_000],
    sampleType: 'inuse_space',
    groupBy: 'stack',
    order: 'cum',
    values: 'scaled',
    rateBytes: MIB / 2,
    totalNow: { scaled: 3 * MIB, sampled: MIB },
    heapIntervalMs: 60_000,
  } satisfies HeapMeta);
});

test('rows that another recorded are told apart', () => {
  const origins = [
    { row: 0, origin: { from: 'Pyroscope', stepMs: 60_000 } },
    { row: 3, origin: { from: 'sampled' } },
  ] as const;
  const { meta } = heapFrame(answerOf({ origins }), FACTS, OPTIONS);
  expect((meta!.custom as HeapMeta).origins).toEqual([
    { origin: 'Pyroscope', fromMs: 0, toMs: 120_000 },
    { origin: 'sampled', fromMs: 400_000, toMs: 400_000 },
  ]);
  expect(meta!.notices).toEqual([
    { severity: 'info', text: expect.stringMatching(/^Up to .*00:02:00.* from Pyroscope, .*no averages/) },
    { severity: 'info', text: expect.stringMatching(/^This is a sample/) },
  ]);
});

test('between two recorders stands an annotation, but for stretches that nobody would see', () => {
  const jointsOf = (times: number[], origins: HeapAnswer['origins']) =>
    heapJoints(heapFrame(answerOf({ times: Float64Array.from(times), restarts: [], origins }), FACTS, OPTIONS));
  const pyroscope = { from: 'Pyroscope', stepMs: 60_000 } as const;
  const sampled = { from: 'sampled' } as const;
  const frame = jointsOf(
    [0, 40_000, 60_000, 100_000],
    [
      { row: 0, origin: pyroscope },
      { row: 2, origin: sampled },
    ]
  )!;
  expect(frame.meta).toEqual({ dataTopic: 'annotations' });
  expect(frame.fields.map(({ name, values }) => [name, ...values])).toEqual([
    ['time', 50_000],
    ['text', 'Left of it from Pyroscope, right of it sampled here.'],
    ['color', 'gray'],
    // So that Grafana does not offer to delete it.
    ['id', 0],
  ]);
  const blink = [
    { row: 0, origin: pyroscope },
    { row: 2, origin: sampled },
    { row: 3, origin: pyroscope },
  ];
  expect(jointsOf([0, 40_000, 60_000, 80_000, 100_000], blink)).toBeUndefined();
  expect(jointsOf([0, 1], undefined)).toBeUndefined();
});

test.each([
  ['inuse_space', 'bytes'],
  ['inuse_objects', 'short'],
  ['alloc_space', 'bytes'],
  ['alloc_objects', 'short'],
] as const)('%s is in %s', (sampleType, unit) => {
  const { fields } = heapFrame(answerOf(), FACTS, { ...OPTIONS, sampleType });
  expect(fields.slice(1).map(({ config }) => config.unit)).toEqual([unit, unit]);
});

describe('beside it stands why this is a sample', () => {
  const said = (more: Partial<HeapAnswer>, options: Partial<HeapFrameOptions> = {}) =>
    heapFrame(answerOf(more), FACTS, { ...OPTIONS, ...options }).meta!.notices!.map(({ text }) => text);

  test('with the rate and both numbers', () => {
    expect(said({})).toEqual([
      expect.stringMatching(/one allocation in 512 KiB.* to 3 MiB of inuse_space.*heap\?debug=1, were 1 MiB\.$/),
    ]);
    expect(said({ totalNow: { scaled: 1500, sampled: 3 } }, { sampleType: 'alloc_objects' })).toEqual([
      expect.stringMatching(/to 1\.50 K of alloc_objects in all.*were 3\.$/),
    ]);
  });

  test('what went wrong comes first', () => {
    const [first, second] = said({ failures: [{ message: 'Asked for x. It broke.', times: 1, lastMs: 60_000 }] });
    expect(first).toMatch(/^One scrape failed.*It broke\.$/);
    expect(second).toMatch(/^This is a sample/);
  });

  test('unless it is none', () => {
    expect(said({ rateBytes: 1 })).toEqual([expect.stringMatching(/^Every allocation was recorded/)]);
    expect(said({ rateBytes: null })).toEqual([expect.stringMatching(/does not say at which rate/)]);
    expect(said({ totalNow: null, series: [] })).toEqual([]);
    const empty = { totalNow: { scaled: 0, sampled: 0 }, series: [] };
    expect(said(empty, { sampleType: 'alloc_space' })).toEqual([expect.stringMatching(/empty.*MemProfileRate to 0/)]);
  });
});

test('docs/frames.md names what the frame has', () => {
  const section = readFileSync('docs/frames.md', 'utf8')
    .split(/^## /m)
    .find((one) => one.startsWith('`heap`'))!;
  const custom = heapFrame(answerOf(), FACTS, OPTIONS).meta!.custom as HeapMeta;
  const common = ['version', 'kind', 'restarts'];
  const own = Object.keys(custom).filter((name) => !common.includes(name));
  const joint = ['origins', 'time', 'text', 'color', 'id'];
  [...own, ...joint, ...HEAP_SAMPLE_TYPES, 'scaled', 'sampled', 'other'].forEach((name) =>
    expect(section).toMatch(new RegExp(`\`${name}[\`.]`))
  );
});

test('functions stand without the paths of their packages, but for two that would be the same', () => {
  const names = [
    'example.com/shop/cart.Add',
    'example.com/a/store.Get',
    'example.com/b/store.Get',
    'main.load (2)',
    'other',
  ];
  const series = names.map((name) => ({ name, role: 'function' as const, values: Float64Array.of(1, 2, 3, 4) }));
  const [, ...fields] = heapFrame(answerOf({ series }), FACTS, OPTIONS).fields;
  expect(fields.map(({ name }) => name)).toEqual(names);
  expect(fields.map(({ config }) => config.displayNameFromDS)).toEqual([
    'cart.Add',
    'example.com/a/store.Get',
    'example.com/b/store.Get',
    'main.load (2)',
    'other',
  ]);
});
