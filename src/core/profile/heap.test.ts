/** @jest-environment node */
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { HEAP_SAMPLE_TYPES, heapProfile, type HeapSampleType, type HeapValues } from './heap';
import { unscale } from './heapscale';
import { stackKeyOf } from './identity';
import { StackInterner } from './interner';
import type { Profile } from './profile';
import { totals } from './sums';

const PROGRAMS = ['caddy', 'node', 'prom', 'vm'];
const sumOf = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0);
const isAnything = (values: readonly number[]) => values.some((value) => value > 0);

/** Go's two forms name the frames below this one differently, so what writing the profile took is in different stacks. */
const WRITER = 'runtime/pprof.writeHeap';

/** The records of heap?debug=1: `inuse_objects: inuse_space [alloc_objects: alloc_space] @ pcs`, then a line a frame. */
function recordsOf(text: string): Map<string, number[]> {
  const records = text.matchAll(/^(\d+): (\d+) \[(\d+): (\d+)\] @.*\n((?:#\t0x.*\n)+)/gm);
  const result = new Map<string, number[]>();
  for (const [, inuseObjects, inuseSpace, allocObjects, allocSpace, lines] of records) {
    const functions = [...lines!.matchAll(/^#\t0x\w+\t(.*?)\+0x\w+\t/gm)].map(([, name]) => name!);
    if (functions.includes(WRITER)) {
      continue;
    }
    const key = stackKeyOf(functions);
    const known = result.get(key) ?? [];
    const values = [inuseSpace, inuseObjects, allocSpace, allocObjects].map(Number);
    result.set(
      key,
      values.map((value, i) => value + (known[i] ?? 0))
    );
  }
  return result;
}

test.each([4096, 524_288])('what was sampled is what debug=1 printed, stack by stack: one in %i bytes', (rate) => {
  const { stacks, columns, rateBytes } = heapProfile(
    decodeCapture(`heap/demo.rate${rate}.heap.d0`),
    new StackInterner()
  );
  const text = readText(`heap/demo.rate${rate}.heap.d1`);
  const ours = stacks
    .map((stack, i) => ({ stack, values: HEAP_SAMPLE_TYPES.map((type) => columns.sampled[type][i]!) }))
    .filter(({ stack, values }) => isAnything(values) && !stack.frames.some((frame) => frame.function === WRITER))
    .map(({ stack, values }): [string, number[]] => [stack.key, values]);
  expect(ours.length).toBeGreaterThan(30);
  expect(new Map(ours)).toEqual(recordsOf(text));
  // The header has the totals, and twice the rate (runtime/pprof/pprof.go).
  const header = /^heap profile: (\d+): (\d+) \[(\d+): (\d+)\] @ heap\/(\d+)/.exec(text)!.slice(1).map(Number);
  const totalsOf = (['inuse_objects', 'inuse_space', 'alloc_objects', 'alloc_space'] as const).map((type) =>
    sumOf(columns.sampled[type])
  );
  expect([...totalsOf, 2 * rateBytes!]).toEqual(header);
});

test.each(
  PROGRAMS.flatMap((program) => [
    [program, 'heap'],
    [program, 'allocs'],
  ])
)('%s.%s: scaled values add up to the totals of the profile', (program, form) => {
  const profile = decodeCapture(`captures/${program}.${form}.d0`);
  const { columns } = heapProfile(profile, new StackInterner());
  const plain = new Map(profile.sampleTypes.map(({ type }, i) => [type, Number(totals(profile)[i])]));
  for (const type of HEAP_SAMPLE_TYPES) {
    expect(sumOf(columns.scaled[type])).toBe(plain.get(type));
  }
});

describe('unscaling undoes scaleHeapSample', () => {
  const RATE = 524_288;
  /** runtime/pprof/protomem.go, written down again. */
  const scaled = (objects: number, size: number) => {
    const scale = 1 / (1 - Math.exp(-size / RATE));
    return { objects: Math.trunc(objects * scale), bytes: Math.trunc(objects * size * scale) };
  };
  const sizes = [1, 8, 16, 48, 1024, 5376, 32_768, 262_144, 524_288, 663_552, 1_048_576, 8 * 2 ** 20, 2 ** 30];
  const objects = [1, 2, 3, 4, 7, 10, 99, 1000, 4095, 123_457];

  test.each(sizes)('for objects of %i bytes', (size) => {
    for (const count of objects) {
      expect(unscale(scaled(count, size), RATE, size)).toEqual({ objects: count, bytes: count * size });
    }
  });

  test('without a block size the average stands for it, which is off by less than one in a hundred', () => {
    for (const size of sizes) {
      const { bytes, objects: count } = unscale(scaled(1000, size), RATE, undefined);
      expect(Math.abs(count - 1000)).toBeLessThanOrEqual(10);
      expect(Math.abs(bytes / (1000 * size) - 1)).toBeLessThan(0.01);
    }
  });

  test.each([0, 1, NaN])('a rate of %p: nothing was scaled', (rate) => {
    expect(unscale({ objects: 3, bytes: 48 }, rate, 16)).toEqual({ objects: 3, bytes: 48 });
  });

  test('nothing stays nothing', () => {
    expect(unscale({ objects: 0, bytes: 0 }, RATE, 16)).toEqual({ objects: 0, bytes: 0 });
  });
});

test('sample types are found by name, not by position', () => {
  const profile = decodeCapture('captures/prom.heap.d0');
  const width = profile.sampleTypes.length;
  const { values } = profile.samples;
  const turned: Profile = {
    ...profile,
    sampleTypes: [...profile.sampleTypes].reverse(),
    samples: {
      ...profile.samples,
      values: values.map((_, at) => values[at - (at % width) + (width - 1 - (at % width))]!),
    },
  };
  expect(heapProfile(turned, new StackInterner())).toEqual(heapProfile(profile, new StackInterner()));
});

test('keys are shared with the target’s other profiles and stay the same', () => {
  const interner = new StackInterner();
  const first = heapProfile(decodeCapture('captures/prom.heap.d0'), interner).stacks;
  const again = heapProfile(decodeCapture('captures/prom.heap.d0'), interner).stacks;
  expect(new Set(first.map(({ key }) => key)).size).toBe(first.length);
  again.forEach((stack, i) => expect(stack).toBe(first[i]));
});

describe('refused in words', () => {
  test('a goroutine profile', () => {
    expect(() => heapProfile(decodeCapture('captures/prom.goroutine.d0'), new StackInterner())).toThrow(
      /expected a heap profile with inuse_space, found the sample types: goroutine\/count/
    );
  });

  test.each([-1, 2 ** 60])('a value of %p', (value) => {
    const profile = decodeCapture('captures/prom.heap.d0');
    const values = profile.samples.values.slice();
    values[0] = value;
    const wrong = { ...profile, samples: { ...profile.samples, values } };
    expect(() => heapProfile(wrong, new StackInterner())).toThrow(`from 0 to 2^53, found ${value}`);
  });
});

test('a profile that does not tell its rate was not scaled as far as we know', () => {
  const profile = { ...decodeCapture('captures/prom.heap.d0'), period: 0n };
  const { columns, rateBytes } = heapProfile(profile, new StackInterner());
  expect(rateBytes).toBeNull();
  const pairs: Array<[HeapValues, HeapSampleType]> = [
    ['scaled', 'alloc_space'],
    ['sampled', 'alloc_space'],
  ];
  const [a, b] = pairs.map(([values, type]) => columns[values][type]);
  expect(a).toEqual(b);
});
