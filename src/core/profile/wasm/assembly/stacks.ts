import { hash, isSame } from './bytes';
import { INPUT, longer, take, zeros } from './memory';
import { end, refuse, varint } from './wire';

/**
 * Distinct sequences of raw location ids, as in ranges.ts: two addresses a row, of where its bytes begin and end. Bytes that
 * did not lie in one piece are joined elsewhere, and addressed as if they came after the profile's last one.
 */
export let stacks: u32 = 0;
export let stackStart: u32 = 0;
export let stackEnd: u32 = 0;
/** The row of the first location, -1 for an empty stack; known in the end. */
export let stackLeaf: u32 = 0;
let capacity: u32 = 0;

/** Locations of all stacks together, and of the one that has most; the greatest id that one names, less 1. */
export let locationCount: u32 = 0;
export let deepest: u32 = 0;
export let greatestNamed: u32 = 0;

export let joined: u32 = 0;
export let joinedSize: u32 = 0;
let joinedCapacity: u32 = 0;

/** Open addressing: a stack's hash in the upper half of a cell, its row + 1 in the lower; 0 for none. */
let table: u32 = 0;
let mask: u32 = 0;

/**
 * Stacks that wait to be looked up: address and size, hash, sample. A look-up waits for memory, and of some dozen that follow
 * each other without other work in between the processor waits for several at once.
 */
const WAITING: u32 = 64;
const CELLS: u32 = 16;
let waiting: u32 = 0;
let queue: u32 = 0;
let lastAt: u32 = 0;
let lastSize: u32 = 0;

/**
 * The ids of all stacks one after the other, where they are a small part of a large profile: among the labels of half a million
 * samples, say, where every later look at a stack would be a wait for memory. 0 where they are not.
 */
export let gathered: u32 = 0;
export let gatheredSize: u32 = 0;
const SCATTERED: u32 = 8;
/** What a processor keeps at hand anyway. */
const LARGE: u32 = 1 << 21;

let inputSize: u32 = 0;

export function resetStacks(size: u32, expected: u32): void {
  inputSize = size;
  stacks = locationCount = deepest = greatestNamed = waiting = joinedSize = 0;
  lastAt = 0;
  lastSize = u32.MAX_VALUE;
  capacity = expected;
  stackStart = take(capacity << 2);
  stackEnd = take(capacity << 2);
  joinedCapacity = 256;
  joined = take(joinedCapacity + 8);
  queue = take(WAITING * CELLS);
  gathered = inputSize < LARGE ? 0 : take(inputSize / SCATTERED + 8);
  gatheredSize = 0;
  newTable(4096);
}

function newTable(cells: u32): void {
  mask = cells - 1;
  table = zeros(cells << 3);
}

function pointer(address: u32): u32 {
  return address < inputSize ? INPUT + address : joined + address - inputSize;
}

/**
 * Has the bytes at an address looked up as the stack of a sample. The last ones are tried first: runtime/pprof sorts samples by
 * count, and those of one count by stack and then labels, so that the samples of a stack mostly follow each other. False
 * where it is the stack of the sample before.
 */
export function lookUp(address: u32, size: u32, sample: u32): bool {
  if (size == lastSize && isSame(pointer(lastAt), pointer(address), size)) {
    return false;
  }
  lastAt = address;
  lastSize = size;
  const cell = queue + waiting * CELLS;
  store<u32>(cell, address);
  store<u32>(cell, size, 4);
  store<u32>(cell, sample, 12);
  waiting++;
  return true;
}

export function isQueueFull(): bool {
  return waiting == WAITING;
}

/** Looks up those that wait, and writes their rows to the cells of their samples. */
export function lookUpAll(sampleStack: u32): void {
  const last = queue + waiting * CELLS;
  const known = stacks;
  for (let cell = queue; cell < last; cell += CELLS) {
    store<u32>(cell, hash(pointer(load<u32>(cell)), load<u32>(cell, 4)), 8);
  }
  // For nothing but to have them come from memory all at once: with a table of megabytes that is what takes the time.
  for (let cell = queue; cell < last; cell += CELLS) {
    load<u64>(table + ((load<u32>(cell, 8) & mask) << 3));
  }
  for (let cell = queue; cell < last; cell += CELLS) {
    const row = find(load<u32>(cell), load<u32>(cell, 4), load<u32>(cell, 8));
    store<u32>(sampleStack + (load<u32>(cell, 12) << 2), row);
  }
  waiting = 0;
  for (let row = known; row < stacks; row++) {
    const start = load<u32>(stackStart + (row << 2));
    const size = load<u32>(stackEnd + (row << 2)) - start;
    lookThrough(pointer(start), size);
    gather(pointer(start), size);
  }
}

function find(address: u32, size: u32, hash: u32): u32 {
  let slot = hash & mask;
  let cell = load<u64>(table + (slot << 3));
  while (cell != 0) {
    const row = <u32>cell - 1;
    if (<u32>(cell >>> 32) == hash && isStack(row, address, size)) {
      return row;
    }
    slot = (slot + 1) & mask;
    cell = load<u64>(table + (slot << 3));
  }
  store<u64>(table + (slot << 3), ((<u64>hash) << 32) | (<u64>(stacks + 1)));
  return add(address, size);
}

function isStack(row: u32, address: u32, size: u32): bool {
  const known = load<u32>(stackStart + (row << 2));
  return load<u32>(stackEnd + (row << 2)) - known == size && isSame(pointer(known), pointer(address), size);
}

function add(address: u32, size: u32): u32 {
  if (stacks == capacity) {
    stackStart = longer(stackStart, capacity << 2, capacity << 3);
    stackEnd = longer(stackEnd, capacity << 2, capacity << 3);
    capacity <<= 1;
  }
  store<u32>(stackStart + (stacks << 2), address);
  store<u32>(stackEnd + (stacks << 2), address + size);
  const row = stacks++;
  if (stacks + (stacks >>> 1) > mask) {
    rehash();
  }
  return row;
}

function rehash(): void {
  const from = table;
  const to = table + ((mask + 1) << 3);
  newTable((mask + 1) << 2);
  for (let at = from; at < to; at += 8) {
    const cell = load<u64>(at);
    if (cell != 0) {
      let slot = (<u32>(cell >>> 32)) & mask;
      while (load<u64>(table + (slot << 3)) != 0) {
        slot = (slot + 1) & mask;
      }
      store<u64>(table + (slot << 3), cell);
    }
  }
}

/** Takes in the ids from `at` on that are unpacked, one field each, as Go writes one or two. Returns where they end. */
export function join(at: u32, to: u32): u32 {
  const most = joinedSize + to - at;
  if (most > joinedCapacity) {
    joinedCapacity = most << 1;
    joined = longer(joined, joinedSize, joinedCapacity + 8);
  }
  while (at < to && load<u8>(at) == 0x08) {
    varint(at + 1);
    const size = end() - at - 1;
    if (end() > to) {
      refuse();
      return to;
    }
    memory.copy(joined + joinedSize, at + 1, size);
    joinedSize += size;
    at = end();
  }
  return at;
}

/** Counts the ids and notes the greatest. */
function lookThrough(at: u32, size: u32): void {
  const last = at + size;
  let count: u32 = 0;
  let greatest = greatestNamed;
  while (at < last) {
    let id = <u32>load<u8>(at++);
    if (id >= 0x80) {
      const second = <u32>load<u8>(at++);
      id = (id & 0x7f) | ((second & 0x7f) << 7);
      if (second >= 0x80) {
        id = longId(at - 2);
        at = end();
      }
    }
    // So that 0, which is no id, is the greatest of all.
    greatest = max(greatest, id - 1);
    count++;
  }
  greatestNamed = greatest;
  locationCount += count;
  deepest = max(deepest, count);
}

/** @param rowOf by id: the row of its location. Every id that a stack names must have one. */
export function resolveLeaves(rowOf: u32): void {
  stackLeaf = take(stacks << 2);
  for (let cell: u32 = 0; cell < stacks << 2; cell += 4) {
    const start = load<u32>(stackStart + cell);
    const isEmpty = start == load<u32>(stackEnd + cell);
    // Not by id 0, which a broken profile may have a location of.
    const row = isEmpty ? u32.MAX_VALUE : load<u32>(rowOf + ((<u32>varint(pointer(start))) << 2));
    store<u32>(stackLeaf + cell, row);
  }
}

/** Has the addresses be those of gathered ids, where there are any. From here on `pointer` is not to be asked. */
export function addressGathered(): void {
  if (gathered == 0) {
    return;
  }
  let at: u32 = 0;
  for (let cell: u32 = 0; cell < stacks << 2; cell += 4) {
    const size = load<u32>(stackEnd + cell) - load<u32>(stackStart + cell);
    store<u32>(stackStart + cell, at);
    at += size;
    store<u32>(stackEnd + cell, at);
  }
}

function gather(at: u32, size: u32): void {
  if (gatheredSize + size > inputSize / SCATTERED) {
    gathered = 0;
  }
  if (gathered != 0) {
    // Up to seven bytes too many: the next stack's go over them.
    for (let i: u32 = 0; i < size; i += 8) {
      store<u64>(gathered + gatheredSize + i, load<u64>(at + i));
    }
    gatheredSize += size;
  }
}

function longId(at: u32): u32 {
  const id = varint(at);
  return id > <u64>u32.MAX_VALUE ? 0 : <u32>id;
}
