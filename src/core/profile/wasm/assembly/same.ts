import { hash, isSame } from './bytes';
import { INPUT, leaveInput, takeIdle } from './memory';
import { stringAt, strings } from './strings';
import { functionFilename, functionName, functions, lineFunction, lineNumber, lines } from './symbols';
import { end, varint } from './wire';

/** By row: the first row that is the same, as FunctionColumns and LineColumns of profile.ts have it. */
export let functionSameName: u32 = 0;
export let functionSameFile: u32 = 0;
export let lineSame: u32 = 0;
export let lineSameName: u32 = 0;

/** Open addressing, one table after the other in the same memory. */
let table: u32 = 0;
let mask: u32 = 0;

/** Two numbers a row, by which rows are the same. */
let pairs: u32 = 0;

/** Once all strings are known to be there, and lines have rows of functions: last of all, for it reads nothing but strings. */
export function findSame(): void {
  // They lie in their order, mostly behind all else.
  leaveInput(INPUT + load<u32>(stringAt));
  table = takeIdle(max(cellsFor(functions) << 3, cellsFor(lines) << 2));
  pairs = takeIdle(max(functions, lines) << 3);
  // By string: the row + 1, 0 for none.
  const firstOf = takeIdle(strings << 2);
  functionSameName = sameStrings(functionName, functions, firstOf);
  functionSameFile = sameStrings(functionFilename, functions, firstOf);
  pairFunctions();
  pairLines(samePairs(functions));
  lineSame = samePairs(lines);
  lineSameName = linesOfNames();
}

function cellsFor(rows: u32): u32 {
  let cells: u32 = 16;
  while (cells < rows + (rows >>> 1)) {
    cells <<= 1;
  }
  return cells;
}

/** @param shift of cells of 1 << shift bytes. */
function clearTable(rows: u32, shift: u32): void {
  const cells = cellsFor(rows);
  mask = cells - 1;
  memory.fill(table, 0, cells << shift);
}

/**
 * Each string is read once, however many rows name it: it may be as long as they are many. The table has a string's hash in the
 * upper half of a cell, the row + 1 in the lower; 0 for none.
 */
function sameStrings(indexes: u32, rows: u32, firstOf: u32): u32 {
  clearTable(rows, 3);
  memory.fill(firstOf, 0, strings << 2);
  const same = takeIdle(rows << 2);
  for (let row: u32 = 0; row < rows; row++) {
    const index = load<u32>(indexes + (row << 2));
    let first = load<u32>(firstOf + (index << 2));
    if (first == 0) {
      first = firstString(indexes, index, row) + 1;
      store<u32>(firstOf + (index << 2), first);
    }
    store<u32>(same + (row << 2), first - 1);
  }
  return same;
}

function firstString(indexes: u32, index: u32, row: u32): u32 {
  const size = <u32>varint(INPUT + load<u32>(stringAt + (index << 2)));
  const at = end();
  const key = hash(at, size);
  let slot = key & mask;
  let cell = load<u64>(table + (slot << 3));
  while (cell != 0) {
    const known = <u32>cell - 1;
    if (<u32>(cell >>> 32) == key && isString(load<u32>(indexes + (known << 2)), at, size)) {
      return known;
    }
    slot = (slot + 1) & mask;
    cell = load<u64>(table + (slot << 3));
  }
  store<u64>(table + (slot << 3), ((<u64>key) << 32) | (<u64>(row + 1)));
  return row;
}

function isString(known: u32, at: u32, size: u32): bool {
  const knownSize = <u32>varint(INPUT + load<u32>(stringAt + (known << 2)));
  return knownSize == size && isSame(end(), at, size);
}

function pairFunctions(): void {
  for (let row: u32 = 0; row < functions; row++) {
    const name = load<u32>(functionSameName + (row << 2));
    const file = load<u32>(functionSameFile + (row << 2));
    store<u64>(pairs + (row << 3), ((<u64>name) << 32) | (<u64>file));
  }
}

function pairLines(sameFunction: u32): void {
  for (let row: u32 = 0; row < lines; row++) {
    const func = load<u32>(lineFunction + (row << 2));
    const first = func == u32.MAX_VALUE ? func : load<u32>(sameFunction + (func << 2));
    const number = load<u32>(lineNumber + (row << 2));
    store<u64>(pairs + (row << 3), ((<u64>first) << 32) | (<u64>number));
  }
}

/** The table has the row + 1 of a pair, 0 for none. */
function samePairs(rows: u32): u32 {
  clearTable(rows, 2);
  const same = takeIdle(rows << 2);
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(same + (row << 2), firstPair(load<u64>(pairs + (row << 3)), row));
  }
  return same;
}

function firstPair(pair: u64, row: u32): u32 {
  let mixed = (pair ^ (pair >>> 29)) * 0x9e3779b97f4a7c15;
  mixed = mixed ^ (mixed >>> 32);
  let slot = (<u32>mixed) & mask;
  let known = load<u32>(table + (slot << 2));
  while (known != 0) {
    if (load<u64>(pairs + ((known - 1) << 3)) == pair) {
      return known - 1;
    }
    slot = (slot + 1) & mask;
    known = load<u32>(table + (slot << 2));
  }
  store<u32>(table + (slot << 2), row + 1);
  return row;
}

function linesOfNames(): u32 {
  // By function, and behind them for none: the first line + 1. The table has room for it.
  memory.fill(table, 0, (functions + 1) << 2);
  const same = takeIdle(lines << 2);
  for (let row: u32 = 0; row < lines; row++) {
    const func = load<u32>(lineFunction + (row << 2));
    const at = table + ((func == u32.MAX_VALUE ? functions : load<u32>(functionSameName + (func << 2))) << 2);
    if (load<u32>(at) == 0) {
      store<u32>(at, row + 1);
    }
    store<u32>(same + (row << 2), load<u32>(at) - 1);
  }
  return same;
}
