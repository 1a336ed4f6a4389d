/** @jest-environment node */
import { encode, packed, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { groupStacks } from './grouping';
import { groupSums, rowSums, sumAt } from './sums';
import { byFlat, topFrames } from './top';

/** Samples of one stack each, over two locations of two functions (`a` calls `b`: location 2 is b's). */
function profileOf(samples: Array<[ids: number[], value: number | bigint]>) {
  return decodeProfile(
    encode([
      [1, [[1, 1]]],
      ...samples.map(([ids, value]): Field => [
        2,
        [
          [1, packed(...ids)],
          [2, value],
        ],
      ]),
      ...[1, 2].map((id): Field => [
        4,
        [
          [1, id],
          [4, [[1, id]]],
        ],
      ]),
      ...[1, 2].map((id): Field => [
        5,
        [
          [1, id],
          [2, id + 1],
        ],
      ]),
      ...['', 'space', 'a', 'b'].map((text): Field => [6, text]),
    ])
  );
}

const sumsOf = (samples: Array<[number[], number | bigint]>) => {
  const profile = profileOf(samples);
  const sums = groupSums(rowSums(profile, 0), groupStacks(profile, 'functions'));
  return Array.from(sums.numbers, (_, i) => sumAt(sums, i));
};

const TWO_53 = 2n ** 53n;

it('adds up negative values as they are', () => {
  expect(
    sumsOf([
      [[1], -3],
      [[2], 5],
      [[1], 1],
    ])
  ).toEqual([-2, 5]);
});

it('stays exact beyond 2^53, with numbers wherever they hold', () => {
  expect(
    sumsOf([
      [[1], TWO_53 + 1n],
      [[1], 2],
      [[2], 7],
    ])
  ).toEqual([TWO_53 + 3n, 7]);
  expect(
    sumsOf([
      [[1], TWO_53 - 1n],
      [[1], TWO_53 - 1n],
      [[2], 1],
    ])
  ).toEqual([2n * TWO_53 - 2n, 1]);
  // Large ones that cancel out: each alone would have lost the 1.
  expect(
    sumsOf([
      [[1], TWO_53 * 4n + 1n],
      [[1], -4n * TWO_53],
      [[2], -1],
    ])
  ).toEqual([1, -1]);
  expect(
    sumsOf([
      [[1], 2n ** 63n - 1n],
      [[1], 2n ** 63n - 1n],
    ])
  ).toEqual([2n ** 64n - 2n]);
});

it('an empty stack is a stack of its own', () => {
  expect(
    sumsOf([
      [[], 4],
      [[1], 1],
      [[], 2],
    ])
  ).toEqual([6, 1]);
});

it('flat is the leaf’s, cum counts a frame once a stack, empty stacks count for none', () => {
  const rows = topFrames(
    profileOf([
      [[2, 1], 10],
      [[1], 1],
      [[2, 1, 2, 1], 100],
      [[], 5000],
    ]),
    0
  ).sort(byFlat);
  expect(rows.map(({ function: name, flat, cum }) => [name, flat, cum])).toEqual([
    ['b', 110, 110],
    ['a', 1, 111],
  ]);
});

it('flat and cum stay exact beyond 2^53', () => {
  const rows = topFrames(
    profileOf([
      [[2, 1], TWO_53 + 1n],
      [[1], 2],
    ]),
    0
  ).sort(byFlat);
  expect(rows.map(({ function: name, flat, cum }) => [name, flat, cum])).toEqual([
    ['b', TWO_53 + 1n, TWO_53 + 1n],
    ['a', 2, TWO_53 + 3n],
  ]);
});

it('sums by row of the profile’s stacks', () => {
  const profile = profileOf([
    [[1], 1],
    [[2], 2],
    [[1], 4],
  ]);
  expect([...rowSums(profile, 0).numbers]).toEqual([5, 2]);
  expect([...rowSums(profile, 7).numbers]).toEqual([0, 0]);
});
