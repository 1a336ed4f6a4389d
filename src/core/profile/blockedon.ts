import type { BlockedOn } from './stack';

/**
 * What a goroutine waits for, from the leading runtime frames that goroutine?debug=0 keeps, leaf first.
 *
 * The runtime's own word, waitReason (runtime/runtime2.go), is not in profile.proto; the function that parks tells as
 * much. Names of Go 1.19 to 1.26, from runtime/{chan,select,sema,netpoll,time,mfinal,mcleanup,mgc}.go.
 */
export function blockedOn(functions: readonly string[]): BlockedOn {
  const leaf = functions[0];
  if (leaf === undefined) {
    return 'other';
  }
  if (leaf !== 'runtime.gopark') {
    return inSyscall(functions) ? 'syscall' : 'running';
  }
  for (let i = 1; i < functions.length; i++) {
    const name = functions[i] as string;
    const found = PARKED_BY.get(name);
    if (found !== undefined) {
      return found === 'semaphore' ? semaphore(functions, i + 1) : found;
    }
    if (!name.startsWith('runtime.')) {
      return 'other';
    }
  }
  return 'other';
}

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

function inSyscall(functions: readonly string[]): boolean {
  return SYSCALL_LEAF.test(functions[0] ?? '');
}
