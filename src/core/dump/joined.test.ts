/** @jest-environment node */
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import type { Frame, StackKey } from '../profile/stack';
import { runSteps } from '../steps';
import { JoinedStacks } from './joined';
import { KnownStacks } from './knownStacks';
import { parseDumpSteps } from './parse';

/** A dump, joined to the goroutine profile that was taken just before it. */
function join(path: string) {
  const profile = goroutineCounts(decodeCapture(`${path}.d0`), new StackInterner());
  const dump = runSteps(parseDumpSteps(new TextEncoder().encode(readText(`${path}.d2`))));
  const known = new KnownStacks();
  profile.stacks.forEach((stack) => known.add(stack));
  const joined = new JoinedStacks(dump, known);
  const pairs = dump.goroutines.map((goroutine) => ({ goroutine, stack: joined.of(goroutine) }));
  const counts = new Map<StackKey, number>();
  for (const { stack } of pairs) {
    counts.set(stack.key, (counts.get(stack.key) ?? 0) + 1);
  }
  return { profile, pairs, counts, strangers: pairs.filter(({ stack }) => !stack.known) };
}

/** One whose stack is another at each look: it runs, is in a system call, or has not begun (it has no frames then). */
const MOVES = ['running', 'syscall', 'other'];

// How many of how many goroutines found their stack. In each program one writes the dump, which it did not while it
// wrote the profile. caddy and prom: one reads a connection, and did so a moment before in a system call or had not
// begun; node: one has just begun.
const RATES: ReadonlyArray<readonly [path: string, joined: number, goroutines: number]> = [
  ['captures/caddy.goroutine', 9, 11],
  ['captures/node.goroutine', 3, 5],
  ['captures/prom.goroutine', 32, 34],
  ['captures/vm.goroutine', 49, 50],
  ['dumps/go1.21.13', 80, 81],
  ['dumps/go1.23.12', 82, 83],
  ['dumps/go1.24.9', 82, 83],
  ['dumps/go1.26.8', 88, 89],
  ['dumps/go1.27.1', 88, 89],
  ['dumps/go1.27.1.ancestors', 88, 89],
  ['dumps/go1.27.1.leaked', 88, 89],
];

describe.each(RATES)('%s', (path, joined, goroutines) => {
  const { profile, pairs, counts, strangers } = join(path);

  it(`finds the stacks of ${joined} of ${goroutines} goroutines`, () => {
    expect(pairs.length).toBe(goroutines);
    expect(pairs.length - strangers.length).toBe(joined);
  });

  it('leaves none out but for what moved between the two', () => {
    const unmet = profile.stacks.filter(({ key }) => !counts.has(key));
    expect(unmet.filter(({ blockedOn }) => !MOVES.includes(blockedOn))).toEqual([]);
    const alreadyThere = strangers.filter(({ stack }) => stack.blockedOn !== 'running');
    expect(alreadyThere.length).toBeLessThanOrEqual(unmet.length - 1);
    const writers = strangers.filter(({ goroutine }) => goroutine.frames[0]?.function.endsWith('writeGoroutineStacks'));
    expect(writers.length).toBe(1);
  });

  it('has both sides wait for the same', () => {
    const differing = pairs.filter(({ stack }) => stack.known && stack.known.blockedOn !== stack.blockedOn);
    expect(differing).toEqual([]);
  });

  it('has no functions in a dump that the stack of the profile has not', () => {
    for (const { goroutine, stack } of pairs) {
      const plain = ({ function: name }: Frame) => name.replace(/\[.*\]|\d/g, '');
      const names = new Set(stack.known?.frames.map(plain));
      const own = goroutine.frames.map(plain).filter((name) => name !== 'runtime.goexit');
      // Deeper than a profile goes, it has lost its beginning.
      const isWhole = names.has('runtime.goexit');
      expect(isWhole ? own.filter((name) => !names.has(name)) : []).toEqual([]);
    }
  });
});

describe.each(RATES.filter(([path]) => path.startsWith('dumps/')))('%s, of testdata/dumps/states', (path) => {
  const { profile, pairs, counts } = join(path);
  const truth = JSON.parse(readText(`${path}.json`)) as { crowd: number; waitsFor: Record<string, string> };

  it('has as many goroutines of each stack as the profile', () => {
    const parked = profile.stacks.map((stack, i) => ({ ...stack, count: profile.counts[i] }));
    const differing = parked.filter(({ key, count }) => counts.get(key) !== count);
    // The one that wrote the profile.
    expect(differing.map(({ frames }) => frames.at(-1)?.function)).toEqual(['runtime.main']);
    const [crowd] = parked.filter(({ frames }) => frames.some((frame) => frame.function === 'main.crowdMember'));
    expect(counts.get(crowd!.key)).toBe(truth.crowd);
  });

  it('knows what each waits for, as the program says', () => {
    for (const [name, waitsFor] of Object.entries(truth.waitsFor)) {
      const its = pairs.filter(({ goroutine }) =>
        goroutine.frames.some((frame) => frame.function === name || frame.function.startsWith(`${name}.func`))
      );
      const found = its.map(({ stack }) => stack.blockedOn);
      // A coroutine's caller waits in main.coroutine too, and what runs a bubble in main.bubble.
      const several = ['main.coroutine', 'main.bubble'].includes(name);
      expect([name, several ? [found.find((one) => one === waitsFor)] : [...new Set(found)]]).toEqual([
        name,
        [waitsFor],
      ]);
    }
  });
});

describe('a stack that the profile does not have', () => {
  const text = 'goroutine 7 [chan receive]:\nmain.f()\n\t/a.go:1 +0x1\n';
  const keyOf = (dumped: string) => {
    const dump = runSteps(parseDumpSteps(new TextEncoder().encode(dumped)));
    const { key, known } = new JoinedStacks(dump, new KnownStacks()).of(dump.goroutines[0]!);
    expect(known).toBeUndefined();
    return key;
  };

  it('has a key of its own, by its functions and what it waits for', () => {
    expect(keyOf(text.replace('/a.go:1', '/b.go:2').replace('7', '8'))).toBe(keyOf(text));
    expect(keyOf(text.replace('main.f', 'main.g'))).not.toBe(keyOf(text));
    expect(keyOf(text.replace('receive', 'send'))).not.toBe(keyOf(text));
  });
});
