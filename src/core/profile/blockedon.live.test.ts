/** @jest-environment node */
import { runBlocking, type Blocking, type PrintedGoroutine } from '../../../testdata/helpers/blocking';
import { blockedOn } from './blockedon';
import { decodeProfile } from './decode';
import { goroutineCounts, StackInterner } from './goroutines';
import type { BlockedOn, Stack } from './stack';

/** The runtime's words (waitReasonStrings in runtime/runtime2.go) and ours. */
const OURS: Readonly<Record<string, BlockedOn>> = {
  running: 'running',
  runnable: 'running',
  'chan receive': 'chan receive',
  'chan receive (nil chan)': 'chan receive (nil chan)',
  'chan send': 'chan send',
  'chan send (nil chan)': 'chan send (nil chan)',
  select: 'select',
  'select (no cases)': 'select (no cases)',
  'sync.Mutex.Lock': 'mutex',
  'sync.RWMutex.RLock': 'RWMutex',
  'sync.RWMutex.Lock': 'RWMutex',
  'sync.WaitGroup.Wait': 'WaitGroup',
  'sync.Cond.Wait': 'Cond',
  sleep: 'sleep',
  'IO wait': 'I/O wait',
  syscall: 'syscall',
  coroutine: 'coroutine',
};

/** The words that goroutines of the runtime itself have instead, or besides. */
const OURS_OF_RUNTIME: Readonly<Record<string, BlockedOn>> = {
  'force gc (idle)': 'GC worker',
  'GC worker (idle)': 'GC worker',
  'GC sweep wait': 'GC worker',
  'GC scavenge wait': 'GC worker',
  // The scavenger between two pieces of its work.
  sleep: 'GC worker',
  'finalizer wait': 'finalizer',
  'cleanup wait': 'finalizer',
  'GOMAXPROCS updater (idle)': 'other',
};

jest.setTimeout(180_000);

describe('a program that blocks in every way, on the Go in use', () => {
  let blocking: Blocking;
  let stacks: readonly Stack[];
  let names: string[];
  beforeAll(() => {
    blocking = runBlocking();
    stacks = goroutineCounts(decodeProfile(blocking.profile), new StackInterner()).stacks;
    names = Object.keys(blocking.intended);
  });

  const said = () =>
    names.map((name) => {
      const stack = stacks.find(({ frames }) => frames.some((frame) => isOf(name, frame.function)));
      return [name, stack?.blockedOn] as const;
    });

  it('waits for what it means to', () => {
    expect(names.length).toBeGreaterThan(30);
    expect(Object.fromEntries(said())).toEqual(blocking.intended);
  });

  it('waits for what the runtime says in debug=2', () => {
    const wordOf = (name: string) =>
      blocking.dump.find(({ functions }) => functions.some((called) => isOf(name, called)))?.word;
    // “semacquire” does not say of what: a lock of internal/poll, and before Go 1.25 a WaitGroup.
    const told = said().filter(([name]) => wordOf(name) !== 'semacquire');
    expect(Object.fromEntries(told)).toEqual({
      ...Object.fromEntries(told.map(([name]) => [name, OURS[wordOf(name) ?? ''] ?? `what is “${wordOf(name)}”?`])),
      // A writer behind a writer: on a Mutex inside, but what the program has is an RWMutex.
      'main.rwMutexLockBehindWriter': 'RWMutex',
    });
    expect(told.length).toBeGreaterThanOrEqual(names.length - 2);
  });

  it('has goroutines of the runtime, for the garbage collector, finalizers and cleanups', () => {
    const own = blocking.crash.filter(isRuntimeOwn);
    expect(own.map(({ functions }) => blockedOn(functions))).toEqual(
      own.map(({ word }) => OURS_OF_RUNTIME[word] ?? OURS[word] ?? `what is “${word}”?`)
    );
    const words = own.map(({ word }) => word);
    expect(words).toEqual(expect.arrayContaining(['GC worker (idle)', 'GC sweep wait', 'force gc (idle)']));
  });
});

/** The function itself, or a closure in it. */
function isOf(name: string, called: string): boolean {
  return called === name || called.startsWith(`${name}.func`);
}

/** Parked, and of nothing but the runtime. “idle” is a thread's, and one that runs elsewhere shows no stack. */
function isRuntimeOwn({ word, functions }: PrintedGoroutine): boolean {
  const isParked = !['idle', 'runnable', 'running'].includes(word);
  return isParked && functions.every((name) => name.startsWith('runtime.'));
}
