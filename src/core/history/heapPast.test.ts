import { HEAP_SAMPLE_TYPES, type HeapProfile } from '../profile/heap';
import { stackKeyOf } from '../profile/identity';
import { StackInterner } from '../profile/interner';
import type { Stack } from '../profile/stack';
import { runSteps } from '../steps';
import { heapAnswer, type HeapOptions } from './heapAnswer';
import { CHUNK_MOMENTS } from './heapChunk';
import { HeapHistory } from './heapHistory';
import { CallTree } from './past/callTree';
import type { PastHeapColumns } from './past/heapColumns';
import { seeded } from './testing';

const STEP = 60_000;
const OPTIONS: HeapOptions = {
  sampleType: 'inuse_space',
  values: 'scaled',
  groupBy: 'stack',
  order: 'flat',
  top: Infinity,
};
const CHOICE = { id: 'p', gapMs: 100_000, column: OPTIONS };

/** When, and bytes by stack: leaf first, with `;` between the functions. */
type Moment = readonly [atMs: number, stacks: Readonly<Record<string, number>>];

function pastOf(moments: readonly Moment[]): PastHeapColumns {
  const calls = new CallTree();
  const nodeOf = (stack: string) =>
    stack
      .split(';')
      .reverse()
      .reduce((node, name) => calls.callee(node, name), 0);
  const rows = moments.map(([, stacks]) => ({
    nodes: Uint32Array.from(Object.keys(stacks), nodeOf),
    counts: Float64Array.from(Object.values(stacks)),
  }));
  return {
    origin: 'Pyroscope',
    stepMs: STEP,
    sampleType: 'inuse_space',
    times: Float64Array.from(moments, ([atMs]) => atMs),
    profiles: { calls: calls.data, rows },
  };
}

/** A live stack, with files and lines. */
function liveStack(interner: StackInterner, stack: string): Stack {
  const names = stack.split(';');
  return interner.adopt({
    key: stackKeyOf(names),
    frames: names.map((name, i) => interner.frame(name, `/src/${name}.go`, i + 1)),
    blockedOn: 'other',
    userFrame: 0,
  });
}

function heapOf(interner: StackInterner, stacks: Readonly<Record<string, number>>): HeapProfile {
  const columns = (share: number) =>
    Object.fromEntries(
      HEAP_SAMPLE_TYPES.map((type, i) => [
        type,
        Float64Array.from(Object.values(stacks), (value) => value * share + (share > 1 || i > 0 ? 1 : 0)),
      ])
    ) as HeapProfile['columns']['scaled'];
  return {
    stacks: Object.keys(stacks).map((stack) => liveStack(interner, stack)),
    columns: { scaled: columns(1), sampled: columns(2) },
    rateBytes: 512,
  };
}

function historyOf(own: readonly Moment[], past: readonly Moment[], interner = new StackInterner()): HeapHistory {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity, maxPastBytes: 200_000 });
  for (const [atMs, stacks] of own) {
    history.append({ atMs, heap: heapOf(interner, stacks), process: {}, failures: [] });
  }
  runSteps(history.holdPastSteps({ id: 'p', stamp: 1 }, pastOf(past), interner));
  return history;
}

function answerOf(history: HeapHistory, fromMs = -Infinity, toMs = Infinity, options = OPTIONS) {
  return runSteps(heapAnswer(history.range(fromMs, toMs, { ...CHOICE, column: options }), options));
}

test('reaches back before the first own profile, a stack being one line', () => {
  const interner = new StackInterner();
  const own: Moment[] = [[10 * STEP, { 'main.load;main.main': 50, 'main.new;main.main': 1 }]];
  const past: Moment[] = [
    [STEP, { 'main.load;main.main': 20, 'main.old;main.main': 7 }],
    [2 * STEP, { 'main.load;main.main': 30 }],
  ];
  const { origins, restarts, series, times, totalNow } = answerOf(historyOf(own, past, interner));
  expect([...times]).toEqual([STEP, 2 * STEP, 10 * STEP]);
  expect(series.map(({ name, values }) => [name, ...values])).toEqual([
    ['main.load', 20, 30, 50],
    ['main.old', 7, 0, 0],
    ['main.new', 0, 0, 1],
  ]);
  // With the lines of the live one.
  expect(series[0]!.stack).toBe(interner.get(stackKeyOf(['main.load', 'main.main'])));
  expect(origins).toEqual([
    { row: 0, origin: { from: 'Pyroscope', stepMs: STEP } },
    { row: 2, origin: { from: 'sampled' } },
  ]);
  expect(restarts).toEqual([]);
  // Of what was sampled: the past does not know it.
  expect(totalNow!.scaled).toBe(51);
});

test('without own profiles', () => {
  const { rateBytes, series, totalNow } = answerOf(historyOf([], [[STEP, { 'main.load;main.main': 20 }]]));
  expect(series.map(({ name, values }) => [name, ...values])).toEqual([['main.load', 20]]);
  expect([rateBytes, totalNow]).toEqual([null, null]);
});

test('by function, by cum as by flat', () => {
  const history = historyOf(
    [[10 * STEP, { 'main.load;main.main': 50 }]],
    [[STEP, { 'main.load;main.main': 20, 'main.main': 3 }]]
  );
  const told = (order: 'flat' | 'cum') =>
    answerOf(history, 0, Infinity, { ...OPTIONS, groupBy: 'function', order }).series.map(({ name, values }) => [
      name,
      ...values,
    ]);
  expect(told('cum')).toEqual([
    ['main.load', 20, 50],
    ['main.main', 23, 50],
  ]);
  expect(told('flat')).toEqual([
    ['main.load', 20, 50],
    ['main.main', 3, 0],
  ]);
});

test.each<Partial<HeapOptions>>([
  { sampleType: 'inuse_objects' },
  { sampleType: 'alloc_space' },
  { values: 'sampled' },
])('%j is not what it knows', (change) => {
  const history = historyOf([[10 * STEP, { 'main.load;main.main': 50 }]], [[STEP, { 'main.load;main.main': 20 }]]);
  const { origins, times } = answerOf(history, 0, Infinity, { ...OPTIONS, ...change });
  expect([...times]).toEqual([10 * STEP]);
  expect(origins).toBeUndefined();
});

test('agrees with a list of moments that is joined by hand', () => {
  const stacks = Array.from({ length: 12 }, (_, i) => `main.f${i};main.g${i % 3};main.main`);
  for (let seed = 1; seed <= 30; seed++) {
    const random = seeded(seed);
    const some = () =>
      Object.fromEntries(stacks.filter(() => random(3) > 0).map((stack) => [stack, 1 + random(2 ** 20)]));
    const momentsOf = (most: number, longest: number): Moment[] => {
      let atMs = random(20) * STEP;
      return Array.from({ length: random(most) }, () => {
        atMs += 5_000 + (random(20) ? 20_000 : random(longest) * STEP);
        return [atMs, some()];
      });
    };
    const own = momentsOf(3 * CHUNK_MOMENTS, 30);
    const past = momentsOf(3 * CHUNK_MOMENTS, 4);
    const [fromMs, toMs] = [random(40) * STEP, (40 + random(60)) * STEP];
    const last = past.at(-1)?.[0] ?? -Infinity;
    const inGap = ([atMs]: Moment) => {
      const before = own.filter(([one]) => one < atMs).at(-1)?.[0] ?? -Infinity;
      const next = own.find(([one]) => one >= atMs)?.[0];
      return next !== atMs && (next ?? last) - before > Math.max(CHOICE.gapMs, 2 * STEP);
    };
    const isOwn = new Set<Moment>(own);
    const expected = [...own, ...past.filter(inGap)]
      .filter(([atMs]) => atMs >= fromMs && atMs <= toMs)
      .sort(([a], [b]) => a - b);
    const { origins, series, times } = answerOf(historyOf(own, past), fromMs, toMs);
    expect([...times]).toEqual(expected.map(([atMs]) => atMs));
    const told = new Map(series.map(({ stack, values }) => [stack!.key, values]));
    for (const stack of stacks) {
      const column = expected.map(([, values]) => values[stack] ?? 0);
      expect([...(told.get(stackKeyOf(stack.split(';'))) ?? column.map(() => 0))]).toEqual(column);
    }
    const joints = expected.flatMap((moment, row) =>
      row === 0 || isOwn.has(moment) !== isOwn.has(expected[row - 1]!) ? [row] : []
    );
    const isMixed = expected.some((moment) => !isOwn.has(moment));
    expect(origins?.map(({ row }) => row)).toEqual(isMixed ? joints : undefined);
  }
});

test('holds a few at once, the ones asked for last, and not more than some bytes', () => {
  const interner = new StackInterner();
  const history = historyOf([], [], interner);
  const hold = (id: string, rows: number, stacks: number) => {
    const past = Object.fromEntries(Array.from({ length: stacks }, (_, i) => [`main.f${i};main.${id}`, 1]));
    const moments = Array.from({ length: rows }, (_, row): Moment => [row + 1, past]);
    runSteps(history.holdPastSteps({ id, stamp: 2 }, pastOf(moments), interner));
  };
  ['a', 'b', 'c', 'd', 'e', 'f'].forEach((id) => hold(id, 2, 2));
  history.range(0, 9, { ...CHOICE, id: 'a' });
  hold('g', 2, 2);
  const held = () => ['p', ...'abcdefghi'].filter((id) => history.hasPast({ id, stamp: 2 }));
  expect(held()).toEqual(['a', 'c', 'd', 'e', 'f', 'g']);
  // More than all may take, it stands by itself.
  hold('h', 1, 1_000);
  expect(held()).toEqual(['h']);
  hold('i', 2, 2);
  expect(held()).toEqual(['i']);
  expect(history.hasPast({ id: 'i', stamp: 1 })).toBe(false);
});
