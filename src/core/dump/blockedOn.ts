import { blockedOn as blockedOnOfProfile } from '../profile/blockedon';
import type { BlockedOn } from '../profile/stack';

/**
 * What a goroutine waits for, from its state in a dump, in the words that the goroutine profile's frames give
 * (profile/blockedon.ts). States are runtime/runtime2.go's waitReasonStrings and runtime/traceback.go's gStatusStrings,
 * Go 1.5 to 1.27.
 *
 * Where the runtime's word is not enough, the functions decide as they do there: `semacquire` is the word for every lock
 * up to Go 1.19, for a WaitGroup up to Go 1.24, and `sync.Mutex.Lock` that of a writer behind another writer of an
 * RWMutex.
 *
 * @param functions as the dump shows them, leaf first
 */
export function blockedOn(state: string, functions: readonly string[]): BlockedOn {
  const plain = BY_STATE.get(state);
  const lock = LOCKS.get(state);
  if (lock !== undefined) {
    const found = blockedOnOfProfile(['runtime.gopark', 'runtime.semacquire1', ...functions]);
    return found === 'semaphore' ? lock : found;
  }
  // The scavenger between two pieces of its work.
  return plain === 'sleep' && functions.includes('runtime.bgscavenge') ? 'GC worker' : (plain ?? 'other');
}

const LOCKS: ReadonlyMap<string, BlockedOn> = new Map([
  ['semacquire', 'semaphore'],
  ['sync.Mutex.Lock', 'mutex'],
  ['sync.RWMutex.RLock', 'RWMutex'],
  ['sync.RWMutex.Lock', 'RWMutex'],
  ['sync.WaitGroup.Wait', 'WaitGroup'],
]);

const BY_STATE: ReadonlyMap<string, BlockedOn> = new Map([
  ['running', 'running'],
  ['runnable', 'running'],
  ['copystack', 'running'],
  ['preempted', 'running'],
  ['chan receive', 'chan receive'],
  ['chan receive (nil chan)', 'chan receive (nil chan)'],
  ['chan send', 'chan send'],
  ['chan send (nil chan)', 'chan send (nil chan)'],
  ['select', 'select'],
  ['select (no cases)', 'select (no cases)'],
  ['sync.Cond.Wait', 'Cond'],
  ['sleep', 'sleep'],
  // The timer goroutine of Go <= 1.13.
  ['timer goroutine (idle)', 'timer'],
  ['IO wait', 'I/O wait'],
  ['syscall', 'syscall'],
  ['coroutine', 'coroutine'],
  ['finalizer wait', 'finalizer'],
  ['cleanup wait', 'finalizer'],
  ['force gc (idle)', 'GC worker'],
  ['GC worker (idle)', 'GC worker'],
  ['GC worker (active)', 'GC worker'],
  ['GC worker init', 'GC worker'],
  ['GC sweep wait', 'GC worker'],
  ['GC scavenge wait', 'GC worker'],
]);
