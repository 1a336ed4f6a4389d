import { HEAP_SAMPLE_TYPES, type HeapProfile } from '../profile/heap';
import type { Stack } from '../profile/stack';
import { runSteps } from '../steps';
import { heapAnswer, type HeapOptions } from './heapAnswer';
import { HeapHistory } from './heapHistory';

const stack = (...functions: string[]): Stack => ({
  key: functions.join('<'),
  frames: functions.map((name) => ({ function: name, file: '', line: 1 })),
  blockedOn: 'other',
  userFrame: functions.findIndex((name) => name.startsWith('main.')),
});
// Two parts under one handler, of which the second calls itself; and a buffer of somebody else's.
const basket = stack('main.loadBasket', 'main.serve', 'net/http.serve');
const offers = stack('main.loadOffers', 'main.loadOffers', 'main.serve', 'net/http.serve');
const buffer = stack('bufio.NewReader', 'net/http.serve');

/** In use, as scaled, in bytes; everything else is that times 10, 100 and so on, and what was sampled half of it. */
function heapOf(values: ReadonlyArray<[Stack, number]>): HeapProfile {
  const columns = (share: number) =>
    Object.fromEntries(
      HEAP_SAMPLE_TYPES.map((type, i) => [type, Float64Array.from(values, ([, value]) => value * share * 10 ** i)])
    ) as HeapProfile['columns']['scaled'];
  return {
    stacks: values.map(([one]) => one),
    columns: { scaled: columns(2), sampled: columns(1) },
    rateBytes: 524_288,
  };
}

const MOMENTS = [
  heapOf([
    [buffer, 30],
    [basket, 10],
    [offers, 11],
  ]),
  undefined,
  heapOf([
    [buffer, 30],
    [basket, 20],
    [offers, 22],
  ]),
];

function ask(options: Partial<HeapOptions>) {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  MOMENTS.forEach((heap, i) =>
    history.append({
      atMs: i + 1,
      heap,
      process: {},
      failures: heap ? [] : [{ part: 'heap', message: 'It broke.' }],
    })
  );
  const defaults = {
    groupBy: 'function',
    order: 'cum',
    sampleType: 'inuse_space',
    values: 'sampled',
    top: 10,
  } as const;
  return runSteps(heapAnswer(history.range(0, 9), { ...defaults, ...options }));
}

const seriesOf = (options: Partial<HeapOptions>) =>
  Object.fromEntries(ask(options).series.map(({ name, values }) => [name, [...values]]));

test('by cum a function counts for all that it called, once a stack', () => {
  expect(Object.entries(seriesOf({ order: 'cum' }))).toEqual([
    ['net/http.serve', [51, NaN, 72]],
    ['main.serve', [21, NaN, 42]],
    ['bufio.NewReader', [30, NaN, 30]],
    ['main.loadOffers', [11, NaN, 22]],
    ['main.loadBasket', [10, NaN, 20]],
  ]);
});

test('by flat it counts for its own, and all are the whole', () => {
  expect(seriesOf({ order: 'flat' })).toEqual({
    'bufio.NewReader': [30, NaN, 30],
    'main.loadOffers': [11, NaN, 22],
    'main.loadBasket': [10, NaN, 20],
  });
});

test('other: the rest by flat; by cum there is none', () => {
  expect(seriesOf({ order: 'flat', top: 1 })).toEqual({ 'bufio.NewReader': [30, NaN, 30], other: [21, NaN, 42] });
  expect(ask({ order: 'flat', top: 1 }).series.at(-1)).toMatchObject({ role: 'other', groups: 2 });
  expect(Object.keys(seriesOf({ order: 'cum', top: 2 }))).toEqual(['net/http.serve', 'main.serve']);
  expect(ask({ order: 'cum', top: 2 }).groups).toBe(5);
});

test('by stack: named by the user’s function, whatever the order', () => {
  const { series } = ask({ groupBy: 'stack' });
  expect(series.map(({ name, values }) => [name, ...values])).toEqual([
    ['net/http.serve', 30, NaN, 30],
    ['main.loadOffers', 11, NaN, 22],
    ['main.loadBasket', 10, NaN, 20],
  ]);
  expect(series[1]!.stack).toBe(offers);
  expect(ask({ groupBy: 'stack', top: 1 }).series.at(-1)).toMatchObject({ name: 'other', groups: 2 });
});

test('sample types, scaled and as sampled', () => {
  const options = { order: 'flat', focus: /loadBasket/ } as const;
  expect(seriesOf({ ...options, values: 'scaled' })).toEqual({ 'main.loadBasket': [20, NaN, 40] });
  HEAP_SAMPLE_TYPES.forEach((sampleType, i) =>
    expect(seriesOf({ ...options, sampleType })).toEqual({ 'main.loadBasket': [10 * 10 ** i, NaN, 20 * 10 ** i] })
  );
});

test('focus and ignore look at whole stacks, the totals at all of them', () => {
  expect(Object.keys(seriesOf({ focus: /^main\.serve$/, ignore: /Offers/ }))).toEqual([
    'main.loadBasket',
    'main.serve',
    'net/http.serve',
  ]);
  expect(ask({ focus: /nowhere/ })).toMatchObject({
    series: [],
    groups: 0,
    totalNow: { scaled: 144, sampled: 72 },
    rateBytes: 524_288,
    failures: [{ message: 'It broke.', times: 1, lastMs: 2 }],
  });
});

test('before the first profile', () => {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  const options = { groupBy: 'stack', order: 'flat', sampleType: 'inuse_space', values: 'scaled', top: 3 } as const;
  expect(runSteps(heapAnswer(history.range(0, 9), options))).toMatchObject({
    series: [],
    totalNow: null,
    rateBytes: null,
  });
});
