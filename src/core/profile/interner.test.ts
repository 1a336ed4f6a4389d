/** @jest-environment node */
import { decodeCapture, profilesIn } from '../../../testdata/helpers/captures';
import { encode, packed, small } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { GRANULARITIES, type Granularity } from './frametable';
import { goroutineCounts } from './goroutines';
import { groupStacks } from './grouping';
import { normaliseFunction, stackKeyOf } from './identity';
import { StackInterner } from './interner';

const GOROUTINES = profilesIn('captures', 'blocked', 'closures').filter((path) => path.includes('goroutine'));

describe.each(GRANULARITIES)('granularity %s', (granularity) => {
  it.each(GOROUTINES)('%s: every goroutine counted once, under distinct keys', (path) => {
    const profile = decodeCapture(path);
    const { counts, stacks, total } = goroutineCounts(profile, new StackInterner(granularity));
    expect(counts.reduce((a, b) => a + b)).toBe(total);
    expect(total).toBe(goroutineCounts(profile, new StackInterner()).total);
    expect(new Set(stacks.map(({ key }) => key)).size).toBe(stacks.length);
    if (granularity !== 'functions') {
      expect(stacks.length).toBe(groupStacks(profile, granularity).length);
    }
  });
});

it.each(GOROUTINES)('%s: by default a key is that of the normalised function names', (path) => {
  const { stacks } = goroutineCounts(decodeCapture(path), new StackInterner());
  for (const { frames, key } of stacks) {
    expect(key).toBe(stackKeyOf(frames.map((frame) => frame.function)));
  }
  const names = stacks.map(({ frames }) => frames.map((frame) => normaliseFunction(frame.function)).join('\n'));
  expect(new Set(names).size).toBe(stacks.length);
});

describe('one program built by two Go versions', () => {
  const [older, newer] = ['go1.24.9', 'go1.26.8'].map((version) =>
    decodeCapture(`closures/${version}.goroutine.d0`)
  ) as [ReturnType<typeof decodeCapture>, ReturnType<typeof decodeCapture>];
  const shared = (granularity: Granularity) => {
    const keys = [older, newer].map((profile) => {
      const { stacks } = goroutineCounts(profile, new StackInterner(granularity));
      return new Set(stacks.filter(({ userFrame }) => userFrame >= 0).map(({ key }) => key));
    });
    return [...keys[0]!].filter((key) => keys[1]!.has(key)).length;
  };

  it('shares its stacks by functions; by lines and addresses only while nothing moved', () => {
    expect(shared('functions')).toBeGreaterThan(8);
    // Both versions moved lines inside the runtime, which is in every stack.
    expect(shared('lines')).toBe(0);
    expect(shared('addresses')).toBe(0);
  });
});

const stack = (...ids: number[]) =>
  decodeProfile(
    encode(
      small([
        [
          [1, packed(...ids)],
          [2, 1],
        ],
      ])
    )
  );

it('frames are one object wherever they are seen', () => {
  const stacks = new StackInterner();
  const [one] = goroutineCounts(stack(1, 2), stacks).stacks;
  const [two] = goroutineCounts(stack(2, 2, 1), stacks).stacks;
  expect(two?.frames[0]).toBe(one?.frames.at(-1));
  expect(two?.frames[1]).toBe(two?.frames[0]);
});

it('forgets a stack that 256 profiles in a row did not have, and no other', () => {
  const stacks = new StackInterner();
  const [resident] = goroutineCounts(stack(1), stacks).stacks;
  const [guest] = goroutineCounts(stack(2), stacks).stacks;
  for (let i = 0; i < 600; i++) {
    goroutineCounts(stack(1), stacks);
  }
  expect(stacks.get(resident!.key)).toBe(resident);
  expect(stacks.get(guest!.key)).toBeUndefined();
  expect(stacks.size).toBe(1);
  expect(goroutineCounts(stack(2), stacks).stacks[0]).toEqual(guest);
});
