/** @jest-environment node */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeCapture, readText } from '../../../testdata/helpers/captures';
import { goroutineCounts, StackInterner } from '../profile/goroutines';
import { runSteps } from '../steps';
import { JoinedStacks } from './joined';
import { KnownStacks } from './knownStacks';
import { parseDumpSteps } from './parse';
import { shownFunctions } from './shown';

function read(capture: string) {
  const dump = runSteps(parseDumpSteps(new TextEncoder().encode(readText(`${capture}.d2`))));
  const profile = goroutineCounts(decodeCapture(`${capture}.d0`), new StackInterner());
  const known = new KnownStacks();
  profile.stacks.forEach((stack) => known.add(stack));
  const joined = new JoinedStacks(dump, known);
  return { dump, profile, pairs: dump.goroutines.map((goroutine) => ({ goroutine, stack: joined.of(goroutine) })) };
}

const inFolder = (folder: string) =>
  readdirSync(join(__dirname, '../../../testdata', folder))
    .filter((name) => name.endsWith('.d2'))
    .map((name) => `${folder}/${name.replace(/\.d2$/, '')}`);

const CAPTURES = [...inFolder('captures').map((name) => name), ...inFolder('dumps')];

describe.each(CAPTURES)('%s', (capture) => {
  const { profile, pairs } = read(capture);
  /** Of the other goroutines each look finds another stack: the two forms were written one after the other. */
  const parked = pairs.filter(({ goroutine }) => !['running', 'runnable'].includes(goroutine.state));

  it('has every goroutine that waits in the goroutine profile, and as many in each stack', () => {
    expect(parked.filter(({ stack }) => !stack.known).map(({ goroutine }) => goroutine)).toEqual([]);
    const counts = new Map<string, number>();
    parked.forEach(({ stack }) => counts.set(stack.key, (counts.get(stack.key) ?? 0) + 1));
    const differing = profile.stacks.filter(
      ({ key, blockedOn }, i) => blockedOn !== 'running' && counts.get(key) !== profile.counts[i]
    );
    // captures/README.md: counts may differ by one or two. What testdata/dumps/states parks stays.
    expect(differing.length).toBeLessThanOrEqual(capture.startsWith('captures/') ? 2 : 0);
    expect(parked.length).toBeGreaterThan(3);
  });

  it('waits for what the profile says, and is called by the same frame', () => {
    for (const { goroutine, stack } of parked) {
      expect([goroutine.id, stack.blockedOn]).toEqual([goroutine.id, stack.known?.blockedOn]);
      const { frames, userFrame } = stack.known!;
      expect([goroutine.id, goroutine.frames[stack.userFrame]]).toEqual([goroutine.id, frames[userFrame]]);
    }
  });
});

describe.each(inFolder('dumps'))('%s', (capture) => {
  it('waits for what the program means to wait for', () => {
    const { pairs } = read(capture);
    const intended = JSON.parse(readText(`${capture}.json`)) as Record<string, string>;
    const found = Object.keys(intended).map((name) => {
      const pair = pairs.find(({ goroutine }) =>
        goroutine.frames.some((frame) => frame.function === name || frame.function.startsWith(`${name}.func`))
      );
      return [name, pair?.stack.blockedOn] as const;
    });
    // debug=2 names no finalizer's or cleanup's own wait, nor does it here: both wait on a channel of the program.
    expect(Object.fromEntries(found)).toEqual(intended);
  });
});

// The word that decides between stacks that a dump shows alike.
it('tells stacks that look alike in a dump apart by their wait, then by their lines', () => {
  const text =
    'goroutine 1 [STATE]:\nmain.exchange(0x1)\n\t/m.go:LINE +0x1\ncreated by main.main in goroutine 1\n\t/m.go:1 +0x1\n';
  const frame = (name: string, line: number) => ({
    function: name,
    file: name.startsWith('main') ? '/m.go' : '/r.go',
    line,
  });
  const stack = (key: string, blockedOn: 'chan send' | 'chan receive', park: string, line: number) => ({
    key,
    blockedOn,
    userFrame: 3,
    frames: [
      frame('runtime.gopark', 1),
      frame(`runtime.${park}`, 2),
      frame(`runtime.${park}1`, 3),
      frame('main.exchange', line),
    ],
  });
  const known = new KnownStacks();
  known.add(stack('sends', 'chan send', 'chansend', 12));
  known.add(stack('receives', 'chan receive', 'chanrecv', 13));
  known.add({ ...stack('receives two', 'chan receive', 'chanrecv', 14), key: 'receives two' });
  const keyOf = (state: string, line: number) => {
    const dump = runSteps(
      parseDumpSteps(new TextEncoder().encode(text.replace('STATE', state).replace('LINE', String(line))))
    );
    return new JoinedStacks(dump, known).of(dump.goroutines[0]!).known?.key;
  };
  expect(keyOf('chan send', 99)).toBe('sends');
  expect(keyOf('chan receive, 3 minutes', 13)).toBe('receives');
  expect(keyOf('chan receive', 14)).toBe('receives two');
  // Made ready a moment ago: where it stands is all there is.
  expect(keyOf('runnable', 12)).toBe('sends');
});

// The runtime's own goroutines, which no dump of a program has unless they run its code.
describe('shownFunctions', () => {
  it.each([
    [['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.f', 'runtime.main'], ['main.f']],
    [['runtime.gopanic', 'main.f'], ['main.f']],
    [
      ['main.f.func1', 'runtime.gopanic', 'runtime.sigpanic', 'main.f'],
      ['main.f.func1', 'runtime.gopanic', 'main.f'],
    ],
    [
      ['runtime.Gosched', 'main.f'],
      ['runtime.Gosched', 'main.f'],
    ],
    [
      ['runtime.(*Frames).Next', 'runtime.(*mheap).Alloc', 'main.f'],
      ['runtime.(*Frames).Next', 'main.f'],
    ],
    [
      ['main.f', 'runtime.runFinalizers', 'runtime.goexit'],
      ['main.f', 'runtime.runFinalizers'],
    ],
    [
      ['runtime.gopark', 'runtime.bgsweep', 'runtime.goexit'],
      ['runtime.gopark', 'runtime.bgsweep'],
    ],
    [
      ['epoll_wait', 'runtime/pprof.f', 'a/runtime.g'],
      ['runtime/pprof.f', 'a/runtime.g'],
    ],
    [[], []],
  ])('%j', (functions, expected) => {
    expect(shownFunctions(functions)).toEqual(expected);
    expect(shownFunctions(expected)).toEqual(expected);
  });
});
