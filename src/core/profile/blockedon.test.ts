/** @jest-environment node */
import { decodeCapture, profilesIn } from '../../../testdata/helpers/captures';
import { blockedOn } from './blockedon';
import { goroutineCounts, StackInterner } from './goroutines';
import type { BlockedOn } from './stack';

/** The functions of testdata/blocked/main.go, and what each does there. */
const EXPECTED: Readonly<Record<string, BlockedOn>> = {
  chanReceive: 'chan receive',
  chanReceiveNil: 'chan receive (nil chan)',
  chanReceiveRange: 'chan receive',
  chanReceiveTimer: 'chan receive',
  chanReceiveSelectOne: 'chan receive',
  chanReceiveFinalizer: 'chan receive',
  chanSend: 'chan send',
  chanSendNil: 'chan send (nil chan)',
  chanSendSelectOne: 'chan send',
  selectTwo: 'select',
  selectNone: 'select (no cases)',
  mutexLock: 'mutex',
  'onceMutex.func1': 'mutex',
  rwMutexRead: 'RWMutex',
  rwMutexWrite: 'RWMutex',
  waitGroupWait: 'WaitGroup',
  condWait: 'Cond',
  sleepLong: 'sleep',
  syscallRead: 'syscall',
  runningLoop: 'running',
  ioWaitAccept: 'I/O wait',
  ioWaitRead: 'I/O wait',
  main: 'chan receive',
  write: 'running',
};

describe.each(profilesIn('blocked'))('%s', (path) => {
  const { stacks } = goroutineCounts(decodeCapture(path), new StackInterner());
  const found = stacks.flatMap(({ blockedOn: wait, frames, userFrame }) => {
    const name = frames[userFrame]?.function.replace(/^main\./, '');
    return name === undefined ? [] : [[name, wait] as const];
  });

  it('tells of every goroutine what it waits for', () => {
    expect(Object.fromEntries(found)).toEqual(EXPECTED);
  });

  it('takes the signal loop, which never leaves the standard library, for a system call as debug=2 does', () => {
    const outside = stacks.filter(({ userFrame }) => userFrame < 0);
    expect(outside.map(({ blockedOn: wait, frames }) => [frames.at(-1)?.function, wait])).toEqual([
      ['os/signal.loop', 'syscall'],
    ]);
  });
});

// What no program shows at will: the runtime's own goroutines, which profiles leave out, and other systems.
describe('names in the Go source', () => {
  const parked = 'runtime.gopark';
  it.each<[BlockedOn, string[]]>([
    ['GC worker', [parked, 'runtime.gcBgMarkWorker']],
    ['GC worker', [parked, 'runtime.goparkunlock', 'runtime.bgsweep']],
    ['GC worker', [parked, 'runtime.goparkunlock', 'runtime.(*scavengerState).park', 'runtime.bgscavenge']],
    ['GC worker', [parked, 'runtime.goparkunlock', 'runtime.forcegchelper']],
    ['finalizer', [parked, 'runtime.runfinq']],
    ['finalizer', [parked, 'runtime.runFinalizers']],
    ['finalizer', [parked, 'runtime.goparkunlock', 'runtime.(*cleanupQueue).dequeue', 'runtime.runCleanups']],
    ['timer', [parked, 'runtime.goparkunlock', 'runtime.timerproc']],
    [
      'semaphore',
      [
        parked,
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'internal/poll.runtime_Semacquire',
        'internal/poll.(*fdMutex).rwlock',
      ],
    ],
    [
      'semaphore',
      [parked, 'runtime.goparkunlock', 'runtime.semacquire1', 'runtime.semacquire', 'runtime.stopTheWorldGC'],
    ],
    [
      'mutex',
      [
        parked,
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'sync.runtime_SemacquireMutex',
        'sync.(*Mutex).lockSlow',
        'sync.(*Mutex).Lock',
        'sync.(*Map).Load',
      ],
    ],
    [
      'RWMutex',
      [parked, 'runtime.goparkunlock', 'runtime.semacquire1', 'sync.runtime_SemacquireMutex', 'sync.(*RWMutex).RLock'],
    ],
    [
      'WaitGroup',
      [
        parked,
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'sync.runtime_Semacquire',
        'sync.(*WaitGroup).Wait',
        'sync.(*WaitGroup).Go',
      ],
    ],
    [
      // A writer that waits for another writer, on the mutex inside: the RWMutex is what its author knows.
      'RWMutex',
      [
        parked,
        'runtime.goparkunlock',
        'runtime.semacquire1',
        'internal/sync.runtime_SemacquireMutex',
        'internal/sync.(*Mutex).lockSlow',
        'internal/sync.(*Mutex).Lock',
        'sync.(*Mutex).Lock',
        'sync.(*RWMutex).Lock',
        'main.f',
      ],
    ],
    ['coroutine', ['runtime.corostart', 'runtime.goexit']],
    ['other', [parked, 'runtime.main']],
    ['other', [parked]],
    ['other', []],
    ['syscall', ['runtime.cgocall', 'main._Cfunc_sleep']],
    ['syscall', ['internal/runtime/syscall.Syscall6', 'syscall.RawSyscall6']],
    ['syscall', ['runtime/internal/syscall.Syscall6', 'syscall.RawSyscall6']],
    ['syscall', ['golang.org/x/sys/unix.EpollWait']],
    ['running', ['main.work']],
    ['running', ['runtime.mallocgc', 'main.work']],
    ['running', ['runtime.asyncPreempt2', 'runtime.asyncPreempt', 'syscall.helper']],
  ])('%s', (expected, functions) => {
    expect(blockedOn(functions)).toBe(expected);
  });
});

// By the places of Go 1.26.8: `func chanrecv` is line 524 of runtime/chan.go, its two gopark are lines 536 and 667.
describe('a channel that is nil, by where its function parks', () => {
  const receive = ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.f'];
  const send = ['runtime.gopark', 'runtime.chansend', 'runtime.chansend1', 'main.f'];
  it.each<[string, string[], number, number, BlockedOn]>([
    ['is in the first lines', receive, 536, 524, 'chan receive (nil chan)'],
    ['is not further down', receive, 667, 524, 'chan receive'],
    ['is in the first lines of a send', send, 181, 176, 'chan send (nil chan)'],
    ['is not further down in a send', send, 283, 176, 'chan send'],
    ['is not above its function: start lines of another file', receive, 536, 900, 'chan receive'],
    ['is at Go 1.19’s line where functions have no start', receive, 469, 0, 'chan receive (nil chan)'],
    ['is at no other line then: another version', receive, 536, 0, 'chan receive'],
    ['has a line of its own for sends then', send, 469, 0, 'chan send'],
  ])('%s', (_, functions, line, startLine, expected) => {
    const asked: number[] = [];
    const placeOf = (frame: number) => {
      asked.push(frame);
      return { line, startLine };
    };
    expect(blockedOn(functions, placeOf)).toBe(expected);
    expect(asked).toEqual([1]);
  });

  it('is any channel where nothing tells the place', () => {
    expect(blockedOn(receive)).toBe('chan receive');
    expect(blockedOn(receive, () => undefined)).toBe('chan receive');
  });
});
