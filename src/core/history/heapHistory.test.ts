import { HEAP_SAMPLE_TYPES, HEAP_VALUES, type HeapProfile } from '../profile/heap';
import type { Stack } from '../profile/stack';
import { runSteps } from '../steps';
import { CHUNK_MOMENTS } from './heapChunk';
import { HeapHistory, type HeapColumn, type HeapMoment } from './heapHistory';
import type { HeapRange } from './heapRange';
import { seeded, stackOf } from './testing';

const COLUMNS: HeapColumn[] = HEAP_VALUES.flatMap((values) =>
  HEAP_SAMPLE_TYPES.map((sampleType) => ({ values, sampleType }))
);
const KEYS = Array.from({ length: 30 }, (_, i) => `k${i}`);

/** A heap in which stack i has `value(i, column)`. */
function heapOf(stacks: readonly Stack[], value: (stack: number, column: number) => number): HeapProfile {
  const columnsOf = (values: number) =>
    Object.fromEntries(
      HEAP_SAMPLE_TYPES.map((type, i) => [
        type,
        Float64Array.from(stacks, (_, stack) => value(stack, values * HEAP_SAMPLE_TYPES.length + i)),
      ])
    ) as HeapProfile['columns']['scaled'];
  return { stacks, rateBytes: 512, columns: { scaled: columnsOf(0), sampled: columnsOf(1) } };
}

/** A program whose stacks come, change and, with restarts, go. */
function* program(random: (below: number) => number): Generator<HeapMoment, never> {
  let values = new Map<string, number[]>();
  for (let atMs = 1000; ; atMs += 1 + random(20)) {
    if (random(50) === 0) {
      values = new Map();
    }
    for (const key of KEYS) {
      if (random(20) === 0) {
        values.set(
          key,
          COLUMNS.map(() => (random(9) ? random(1000) : 2 ** 53 - random(5)))
        );
      }
    }
    const stacks = [...values.keys()].map((key) => stackOf(key));
    const heap = heapOf(stacks, (stack, column) => values.get(stacks[stack]!.key)![column]!);
    const failure = { part: 'heap' as const, message: `failed at ${atMs}` };
    yield random(15) === 0
      ? { atMs, process: {}, failures: [failure] }
      : { atMs, heap, process: { buildId: 'a' }, failures: [] };
  }
}

/** Each stack's column as the range tells it. */
function look(range: HeapRange, column: HeapColumn) {
  const stacks = runSteps(range.stacksSteps());
  const now = stacks.map(() => 0);
  const columns = stacks.map(() => Array.from(range.times, () => NaN));
  const steps = range.walkSteps(
    column,
    (stack, difference) => (now[stack]! += difference),
    (row) => columns.forEach((values, stack) => (values[row] = now[stack]!))
  );
  runSteps(steps);
  return new Map(stacks.map(({ key }, stack) => [key, columns[stack]!]));
}

/** The same from an array of moments. */
function expected(moments: readonly HeapMoment[], key: string, { sampleType, values }: HeapColumn): number[] {
  return moments.map(({ heap }) => {
    const at = heap?.stacks.findIndex((stack) => stack.key === key) ?? -1;
    return heap ? (heap.columns[values][sampleType][at] ?? 0) : NaN;
  });
}

test.each([
  [1, { maxAgeMs: Infinity, maxBytes: Infinity }],
  [2, { maxAgeMs: 700, maxBytes: Infinity }],
  [3, { maxAgeMs: Infinity, maxBytes: 1_000_000 }],
])('agrees with an array of moments, seed %i: %j', (seed, options) => {
  const random = seeded(seed);
  const history = new HeapHistory(options);
  const moments: HeapMoment[] = [];
  const held: Array<{ range: HeapRange; moments: HeapMoment[] }> = [];
  const next = program(random);
  for (let i = 0; i < 5 * CHUNK_MOMENTS; i++) {
    const moment = next.next().value;
    history.append(moment);
    moments.push(moment);
    expect(history.latestMs).toBe(moment.atMs);
    if (random(20) === 0) {
      const oldest = history.range(-Infinity, Infinity).times[0]!;
      expect(oldest).toBeGreaterThanOrEqual(moment.atMs - options.maxAgeMs);
      const [from, to] = [oldest + random(300), moment.atMs - random(300)];
      held.push({
        range: history.range(from, to),
        moments: moments.filter(({ atMs }) => atMs >= from && atMs <= to),
      });
    }
  }
  if (options.maxBytes < Infinity) {
    expect(history.byteLength).toBeLessThan(options.maxBytes);
    expect(history.range(0, Infinity).times.length).toBeLessThan(moments.length);
    expect(history.range(0, Infinity).times.length).toBeGreaterThan(CHUNK_MOMENTS);
  } else if (options.maxAgeMs === Infinity) {
    expect(history.range(0, Infinity).times.length).toBe(moments.length);
  }
  expect(held.length).toBeGreaterThan(5);
  // Looked at after all that came later.
  for (const { moments: model, range } of held) {
    expect([...range.times]).toEqual(model.map(({ atMs }) => atMs));
    expect(range.failures.map(({ message }) => message)).toEqual(
      model.flatMap(({ failures }) => failures.map(({ message }) => message))
    );
    for (const column of COLUMNS) {
      const told = look(range, column);
      for (const key of KEYS) {
        const plain = expected(model, key, column);
        expect(told.get(key) ?? plain.map((value) => value * 0)).toEqual(plain);
      }
    }
  }
});

const simple = (atMs: number, allocs: number, buildId = 'a'): HeapMoment => ({
  atMs,
  heap: heapOf([stackOf('k')], () => allocs),
  process: { buildId },
  failures: [],
});

test('a restart shows in what was allocated since the start, or in the build', () => {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  history.append(simple(1, 10));
  history.append(simple(2, 10));
  history.append({ atMs: 3, process: {}, failures: [] });
  history.append(simple(4, 9));
  history.append(simple(5, 20, 'b'));
  history.append(simple(6, 21, 'b'));
  expect(history.range(0, 9).restarts).toEqual([3, 4]);
  expect(history.range(5, 9).restarts).toEqual([0]);
});

test('totals and rate are those of the newest moment that has a profile', () => {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  expect(history.range(0, 9).newest).toBeUndefined();
  history.append({
    atMs: 1,
    heap: heapOf([stackOf('k'), stackOf('l')], (stack, column) => 100 * stack + column),
    process: {},
    failures: [],
  });
  history.append({ atMs: 2, process: {}, failures: [] });
  expect(history.range(0, 9).newest).toMatchObject({
    rateBytes: 512,
    totals: { scaled: { inuse_space: 100 }, sampled: { inuse_space: 108, alloc_objects: 114 } },
  });
});

test.each([1, 0, NaN])('a moment at %p after one at 1 is refused', (atMs) => {
  const history = new HeapHistory({ maxAgeMs: Infinity, maxBytes: Infinity });
  history.append(simple(1, 1));
  expect(() => history.append(simple(atMs, 1))).toThrow(RangeError);
  expect([...history.range(0, 9).times]).toEqual([1]);
});
