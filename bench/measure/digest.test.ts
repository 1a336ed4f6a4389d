/** @jest-environment node */
import type { Outcome } from '../subjects/subject';
import { digestOf, disagreements } from './digest';

interface Stack {
  frames: Array<[name: string, line: number]>;
  value: number;
}

function outcome(stacks: Stack[], { leaves = [] as Array<[string, number]>, top = 2 } = {}): Outcome {
  const frames = (stack: Stack) => stack.frames.map(([name, line]) => ({ name, line }));
  const sorted = [...stacks].sort((a, b) => b.value - a.value);
  return {
    total: stacks.reduce((sum, { value }) => sum + value, 0),
    top: sorted.slice(0, top).map((stack) => ({ value: stack.value, frames: frames(stack) })),
    leaves: leaves.map(([name, value]) => ({ name, value })),
    stacks: {
      length: stacks.length,
      value: (i) => stacks[i]!.value,
      eachFrame: (i, visit) => stacks[i]!.frames.forEach(([name, line]) => visit(name, line)),
    },
    decoded: undefined,
  };
}

const A: Stack = {
  frames: [
    ['runtime.gopark', 1],
    ['main.a·b', 7],
  ],
  value: 5,
};
const B: Stack = { frames: [['runtime.gopark', 1]], value: 3 };
const C: Stack = { frames: [], value: 3 };

describe('digestOf', () => {
  it('is the one that bench/go/rival makes', () => {
    // As printed by digestOf in ../go/rival for the same stacks; a run of the benchmark compares the two on real profiles.
    expect(digestOf(outcome([A, B, C], { leaves: [['runtime.gopark', 8]] }))).toEqual({
      total: 11,
      stacks: 3,
      stackHash: '52954588-275a86aa5',
      leaves: 1,
      leafHash: '694f8ba6-317b0499',
      top: [5, 3],
      topHolds: true,
    });
  });

  it('does not depend on the order of stacks and leaves, nor on which of equals is at the top', () => {
    const leaves: Array<[string, number]> = [
      ['x', 1],
      ['y', 2],
    ];
    expect(digestOf(outcome([C, A, B], { leaves: [...leaves].reverse() }))).toEqual(
      digestOf(outcome([B, C, A], { leaves }))
    );
  });

  it('leaves out leaves that hold nothing', () => {
    expect(digestOf(outcome([A], { leaves: [['x', 0]] }))).toEqual(digestOf(outcome([A])));
  });

  it.each<[string, Stack]>([
    ['a line', { ...A, frames: [A.frames[0]!, ['main.a·b', 8]] }],
    ['a name', { ...A, frames: [A.frames[0]!, ['main.ab', 7]] }],
    ['the order of frames', { ...A, frames: [...A.frames].reverse() }],
    ['a frame more', { ...A, frames: [...A.frames, ['main.main', 1]] }],
  ])('tells apart stacks that differ in %s', (_, other) => {
    expect(digestOf(outcome([other, B])).stackHash).not.toBe(digestOf(outcome([A, B])).stackHash);
  });

  it('tells apart sums that were swapped', () => {
    const swapped = [
      { ...A, value: B.value },
      { ...B, value: A.value },
    ];
    expect(digestOf(outcome(swapped)).stackHash).not.toBe(digestOf(outcome([A, B])).stackHash);
  });

  it('sees a top stack that has another sum than is shown', () => {
    const wrong = outcome([A, B, C]);
    expect(digestOf({ ...wrong, top: [{ ...wrong.top[0]!, value: 6 }] }).topHolds).toBe(false);
  });
});

describe('disagreements', () => {
  const digest = digestOf(outcome([A, B]));

  it('has none where all are equal', () => {
    expect(disagreements({ ours: digest, theirs: { ...digest } })).toEqual([]);
  });

  it('names what differs, and whose', () => {
    expect(disagreements({ ours: digest, theirs: { ...digest, total: 9, topHolds: false } })).toEqual([
      'theirs: a top stack is not among its stacks with that value',
      'total: ours has 8, theirs has 9',
    ]);
  });
});
