/** @jest-environment node */
import { encode, packed, type Field } from '../../../testdata/helpers/encode';
import { runSteps } from '../steps';
import { ProfileBuilder } from './builder';
import { IdIndex } from './ids';
import { MessageReader } from './messages';
import { StackChecker } from './stackchecker';
import { foldByRowSteps } from './stackfold';
import { StackIds } from './stackids';
import { wasmFoldSteps } from './wasm/fold';

type Id = number | bigint;

/** A stack as the pieces that its ids are written in; two do not lie together in the profile. */
type Stack = ReadonlyArray<readonly Id[]>;

function stackIds(locations: readonly Id[], stacks: readonly Stack[], more: readonly Field[] = []): StackIds {
  const samples = stacks.map((pieces): Field => [2, pieces.map((ids): Field => [1, packed(...ids)])]);
  const out = new ProfileBuilder(
    encode([...samples, ...locations.map((id): Field => [4, [[1, id]]]), [6, ''], ...more])
  );
  const reader = new MessageReader(out);
  while (reader.fields(64)) {
    // In steps.
  }
  const checker = new StackChecker(out.stacks, out.locationId.index());
  while (checker.check(3)) {
    // In steps.
  }
  return checker.finish();
}

const range = (length: number, from = 0) => Array.from({ length }, (_, i) => from + i);

const TWO_32 = 1n << 32n;

/** None, one or more frames at a location, of few that there are, so that locations share theirs. */
function framesAt(locations: number): number[][] {
  return range(locations).map((i) => range(i % 11 === 3 ? 0 : 1 + (i % 5)).map((j) => (i * 31 + j * 17) % 9973));
}

/** The number of a sequence of frames: Murmur3's finaliser of each and one multiplication, in bigints. */
function numberOf(frames: readonly number[]): number {
  const times = (a: bigint, b: bigint) => (a * b) % TWO_32;
  const spread = (value: bigint) => {
    const once = times(value ^ (value >> 16n), 0x85ebca6bn);
    const twice = times(once ^ (once >> 13n), 0xc2b2ae35n);
    return twice ^ (twice >> 16n);
  };
  const sum = frames.reduce((sum, frame) => times(sum, 0x9e3779b1n) + spread(BigInt(frame) + 1n), 0n);
  return Number(BigInt.asIntN(32, sum));
}

/** Of stacks whose rows are known. */
function expectFolds(stacks: StackIds, expected: ReadonlyArray<readonly number[]>, locations: number): void {
  const frames = framesAt(locations);
  const start = Uint32Array.of(0, ...frames.map(({ length }) => length)).map(summed());
  const columns = { ids: Uint32Array.from(frames.flat()), start };
  const numbers = expected.map((stack) => numberOf(stack.flatMap((row) => frames[row]!)));
  expect([...runSteps(foldByRowSteps(stacks, columns))]).toEqual(numbers);
  expect([...runSteps(stacks.foldSteps(columns))]).toEqual(numbers);
  expect(runSteps(wasmFoldSteps(stacks, columns)) !== undefined).toBe(stacks.index.dense !== undefined);
}

/** Of each number the sum of it and those before. */
function summed(): (number: number) => number {
  let sum = 0;
  return (number) => (sum += number);
}

/** More bytes than all ids of the test together have, many times. */
const LONG: Field = [6, ' '.repeat(1e6)];

describe.each<[string, readonly Id[], Field[]]>([
  ['1 to n, in order', range(40_000, 1), []],
  ['1 to n, the last first', range(40_000, 1).reverse(), []],
  ['with holes', range(20_000, 1).map((i) => 3 * i), []],
  ['few', [1, 2, 3], []],
  ['addresses', [0x400000, 2 ** 32, 2 ** 32 + 1, 2n ** 53n + 1n, 2n ** 64n - 1n, 1], []],
  ['1 to n, few bytes of the profile', range(40_000, 1), [LONG]],
])('ids %s', (_, locations, more) => {
  const { length } = locations;
  // Rows from all over, so that ids of all sizes there are stand side by side, in runs and alone.
  const scattered = (count: number, seed: number) => range(count).map((i) => (i * i * 7919 + seed * 104_729) % length);
  const run = (count: number, from: number) => range(count).map((i) => (from + i) % length);
  const rows: ReadonlyArray<ReadonlyArray<readonly number[]>> = [
    [[0]],
    [[]],
    [[length - 1]],
    [scattered(60, 1)],
    [run(9, 120)],
    [run(300, 16_300)],
    [scattered(3, 2), scattered(4, 3)],
    [[1], [2], [0]],
    ...range(50).map((i) => [scattered(2 + (i % 7), 50 + i)]),
    [scattered(1000, 9)],
  ];
  const stacks = stackIds(
    locations,
    rows.map((pieces) => pieces.map((piece) => piece.map((row) => locations[row]!))),
    more
  );
  // Of stacks of the same ids there is one.
  const expected = [...new Map(rows.map((pieces) => [pieces.flat().join(), pieces.flat()])).values()];

  it('reads every stack, from any cell on', () => {
    expect(stacks).toHaveLength(expected.length);
    expect(stacks.deepest).toBe(1000);
    expect(stacks.locationCount).toBe(expected.flat().length);
    const out = new Uint32Array(1003);
    expected.forEach((stack, row) => {
      expect([...stacks.locationsOf(row)]).toEqual(stack);
      expect(stacks.read(row, out)).toBe(stack.length);
      expect([...out.subarray(0, stack.length)]).toEqual(stack);
      out.fill(7);
      expect(stacks.read(row, out, 2)).toBe(stack.length);
      expect([...out.subarray(0, stack.length + 3)]).toEqual([7, 7, ...stack, 7]);
      expect(stacks.leaves[row]).toBe(stack[0] ?? -1);
    });
  });

  it('folds every stack, in WebAssembly and without', () => {
    expectFolds(stacks, expected, length);
  });
});

it.each([
  ['in one piece', 1],
  ['some in two', 9],
  ['all in two', 1],
])('folds thousands of stacks, some thousand at a time: %s', (text, every) => {
  const pieces = (ids: number[], i: number) =>
    text !== 'in one piece' && i % every === 0 ? [ids.slice(0, 1), ids.slice(1)] : [ids];
  const locations = range(300, 1);
  const rows = range(10_000).map((i) => [i % 300, (i * 7) % 300, Math.trunc(i / 300), (i * 13) % 300]);
  const stacks = stackIds(
    locations,
    rows.map((stack, i) =>
      pieces(
        stack.map((row) => locations[row]!),
        i
      )
    )
  );
  expectFolds(stacks, rows, locations.length);
});

it('reads ids that are written longer than need be', () => {
  const bytes = Uint8Array.of(2, 0x81, 0x80, 0x80, 0, 0x82, 0, 1);
  const stacks = new StackIds({
    bytes,
    joined: new Uint8Array(0),
    starts: Uint32Array.of(0, 5),
    ends: Uint32Array.of(5, 8),
    leaves: Int32Array.of(1, 1),
    index: IdIndex.of([1n, 2n]),
    deepest: 2,
    locationCount: 4,
  });
  expect([...stacks.locationsOf(0)]).toEqual([1, 0]);
  expect([...stacks.locationsOf(1)]).toEqual([1, 0]);
  expect([...stacks.leaves]).toEqual([1, 1]);
  const frames = { ids: Uint32Array.of(7, 8, 9), start: Uint32Array.of(0, 2, 3) };
  for (const sums of [foldByRowSteps(stacks, frames), wasmFoldSteps(stacks, frames)]) {
    expect([...runSteps<Int32Array | undefined>(sums)!]).toEqual([numberOf([9, 7, 8]), numberOf([9, 7, 8])]);
  }
});

it('says which id no location carries, and where', () => {
  const dangling = (ids: readonly Id[]) => () => stackIds([1, 2], [[[2, 1]], [ids]]);
  const message = (id: Id) => `a sample names location ${id}, but no location has that id (at byte 6)`;
  for (const id of [0, 3, 200, 16_383, 16_384, 2 ** 21, 2n ** 64n - 1n]) {
    expect(dangling([1, id, 2])).toThrow(message(id));
  }
  expect(dangling([1, 9, 8])).toThrow(message(9));
});
