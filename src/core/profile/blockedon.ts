import type { BlockedOn } from './stack';

/** Where in its function a frame is: 1-based lines of one file, 0 where the profile does not say. */
export interface Place {
  readonly line: number;
  readonly startLine: number;
}

/**
 * What a goroutine waits for, from the leading runtime frames that goroutine?debug=0 keeps, leaf first.
 *
 * The runtime's own word, waitReason (runtime/runtime2.go), is not in profile.proto; the function that parks tells as
 * much. Names of Go 1.19 to 1.27, from runtime/{chan,select,sema,netpoll,time,coro,mfinal,mcleanup,mgc}.go.
 *
 * | what | how far it can be told |
 * |---|---|
 * | nil channel | parks in the same function as any channel, but in its first lines: by `placeOf` |
 * | timer | a wait on Timer.C, Ticker.C or time.After is a channel receive, to the runtime too; only Sleep is its own |
 * | network poll | all that waits in the poller is `I/O wait`, the runtime's word; net or os in the callers says for what |
 * | RWMutex | readers and writers alike; a writer behind a writer too, which the runtime calls a Mutex |
 * | running | what is not parked: on a processor, or waiting for one |
 *
 * @param placeOf by index in `functions`; without it a nil channel counts as any channel
 */
export function blockedOn(functions: readonly string[], placeOf?: (frame: number) => Place | undefined): BlockedOn {
  const leaf = functions[0];
  if (leaf === undefined) {
    return 'other';
  }
  if (leaf !== 'runtime.gopark') {
    return NOT_PARKED.get(leaf) ?? (SYSCALL_LEAF.test(leaf) ? 'syscall' : 'running');
  }
  for (let i = 1; i < functions.length; i++) {
    const name = functions[i] as string;
    const found = PARKED_BY.get(name);
    switch (found) {
      case undefined:
        break;
      case 'semaphore':
        return semaphore(functions, i + 1);
      case 'chan receive':
      case 'chan send':
        return isNilChannel(found, placeOf?.(i)) ? `${found} (nil chan)` : found;
      default:
        return found;
    }
    if (!name.startsWith('runtime.')) {
      return 'other';
    }
  }
  return 'other';
}

/**
 * chanrecv and chansend ask first whether the channel is nil and park for ever there, 5 and 12 lines below their
 * beginning in Go 1.21 to 1.27; where they park for a partner is 99 lines below it, or more.
 */
const NIL_CHANNEL_WITHIN_LINES = 40;

/** Profiles have no start lines before Go 1.20: the lines of Go 1.19 (runtime/chan.go). */
const NIL_CHANNEL_LINES_OF_GO_1_19 = { 'chan receive': 469, 'chan send': 165 } as const;

function isNilChannel(operation: 'chan receive' | 'chan send', place: Place | undefined): boolean {
  if (!place) {
    return false;
  }
  const { line, startLine } = place;
  return startLine > 0
    ? line >= startLine && line - startLine <= NIL_CHANNEL_WITHIN_LINES
    : line === NIL_CHANNEL_LINES_OF_GO_1_19[operation];
}

/** Waits without gopark, by leaf: a coroutine (iter.Pull) that was switched away from, or to which nobody switched yet. */
const NOT_PARKED: ReadonlyMap<string, BlockedOn> = new Map([
  ['runtime.coroswitch', 'coroutine'],
  ['runtime.corostart', 'coroutine'],
]);

/** By the function that called gopark. */
const PARKED_BY: ReadonlyMap<string, BlockedOn> = new Map([
  ['runtime.chanrecv', 'chan receive'],
  ['runtime.chansend', 'chan send'],
  ['runtime.selectgo', 'select'],
  ['runtime.block', 'select (no cases)'],
  ['runtime.netpollblock', 'I/O wait'],
  // runtime.timeSleep, linknamed.
  ['time.Sleep', 'sleep'],
  ['runtime.timeSleep', 'sleep'],
  ['runtime.semacquire1', 'semaphore'],
  ['sync.runtime_notifyListWait', 'Cond'],
  ['runtime.notifyListWait', 'Cond'],
  // The timer goroutine of Go <= 1.13; later timers have none: a wait on Timer.C is a channel receive.
  ['runtime.timerproc', 'timer'],
  ['runtime.gcBgMarkWorker', 'GC worker'],
  ['runtime.bgsweep', 'GC worker'],
  ['runtime.bgscavenge', 'GC worker'],
  ['runtime.(*scavengerState).park', 'GC worker'],
  ['runtime.(*scavengerState).sleep', 'GC worker'],
  ['runtime.forcegchelper', 'GC worker'],
  ['runtime.runfinq', 'finalizer'],
  // Go 1.25: runfinq became runFinalizers, and cleanups got goroutines of their own.
  ['runtime.runFinalizers', 'finalizer'],
  ['runtime.(*cleanupQueue).dequeue', 'finalizer'],
  ['runtime.runCleanups', 'finalizer'],
]);

/** By the function above a semaphore, nearest first. `runtime_Semacquire` itself is shared, so it does not decide. */
const SEMAPHORE_OF: ReadonlyArray<readonly [prefix: string, BlockedOn]> = [
  ['sync.runtime_SemacquireWaitGroup', 'WaitGroup'],
  ['sync.runtime_SemacquireRWMutex', 'RWMutex'],
  ['sync.(*WaitGroup).', 'WaitGroup'],
  ['sync.(*RWMutex).', 'RWMutex'],
  ['sync.(*Mutex).', 'mutex'],
  ['internal/sync.(*Mutex).', 'mutex'],
];

/** How far above runtime.semacquire1 the type stands: the linknamed entry, lockSlow, Lock, and the RWMutex's Lock. */
const SEMAPHORE_REACH = 6;

function semaphore(functions: readonly string[], from: number): BlockedOn {
  let found: BlockedOn = 'semaphore';
  for (let i = from; i < functions.length && i < from + SEMAPHORE_REACH; i++) {
    const name = functions[i] as string;
    if (!name.startsWith('sync.') && !name.startsWith('internal/sync.')) {
      break;
    }
    found = SEMAPHORE_OF.find(([prefix]) => name.startsWith(prefix))?.[1] ?? found;
  }
  return found;
}

const SYSCALL_LEAF =
  /^(?:syscall\.|internal\/runtime\/syscall\.|runtime\/internal\/syscall\.|golang\.org\/x\/sys\/(?:unix|windows)\.|runtime\.(?:cgocall|entersyscall|reentersyscall|entersyscallblock|exitsyscall|notetsleepg)$)/;
