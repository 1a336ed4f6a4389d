import { hash, isSame } from './bytes';
import { INPUT, take } from './memory';
import { stringAt, strings } from './strings';
import { functionFilename, functionName, functions, lineFunction, lineNumber, lines } from './symbols';
import { end, varint } from './wire';

/** By row: the first row that is the same, as FunctionColumns and LineColumns of profile.ts have it. */
export let functionSameName: u32 = 0;
export let functionSameFile: u32 = 0;
export let lineSame: u32 = 0;

/** Open addressing: a row's hash in the upper half of a cell, the row + 1 in the lower; 0 for none. One for all. */
let table: u32 = 0;
let mask: u32 = 0;

/** Once all strings are known to be there, and lines have rows of functions. */
export function findSame(): void {
  table = take(cellsFor(max(functions, lines)) << 3);
  // By string: the row + 1, 0 for none.
  const firstOf = take(strings << 2);
  functionSameName = sameStrings(functionName, functions, firstOf);
  functionSameFile = sameStrings(functionFilename, functions, firstOf);
  lineSame = samePairs(linePairs(samePairs(functionPairs(), functions)), lines);
}

function cellsFor(rows: u32): u32 {
  let cells: u32 = 16;
  while (cells < rows << 1) {
    cells <<= 1;
  }
  return cells;
}

function clearTable(rows: u32): void {
  const cells = cellsFor(rows);
  mask = cells - 1;
  memory.fill(table, 0, cells << 3);
}

/** Each string is read once, however many rows name it: it may be as long as they are many. */
function sameStrings(indexes: u32, rows: u32, firstOf: u32): u32 {
  clearTable(rows);
  memory.fill(firstOf, 0, strings << 2);
  const same = take(rows << 2);
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

function functionPairs(): u32 {
  const pairs = take(functions << 3);
  for (let row: u32 = 0; row < functions; row++) {
    const name = load<u32>(functionSameName + (row << 2));
    const file = load<u32>(functionSameFile + (row << 2));
    store<u64>(pairs + (row << 3), ((<u64>name) << 32) | (<u64>file));
  }
  return pairs;
}

function linePairs(sameFunction: u32): u32 {
  const pairs = take(lines << 3);
  for (let row: u32 = 0; row < lines; row++) {
    const func = load<u32>(lineFunction + (row << 2));
    const first = func == u32.MAX_VALUE ? func : load<u32>(sameFunction + (func << 2));
    const number = <u64>load<f64>(lineNumber + (row << 3));
    store<u64>(pairs + (row << 3), ((<u64>first) << 32) | number);
  }
  return pairs;
}

function samePairs(pairs: u32, rows: u32): u32 {
  clearTable(rows);
  const same = take(rows << 2);
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(same + (row << 2), firstPair(pairs, load<u64>(pairs + (row << 3)), row));
  }
  return same;
}

function firstPair(pairs: u32, pair: u64, row: u32): u32 {
  let mixed = (pair ^ (pair >>> 29)) * 0x9e3779b97f4a7c15;
  mixed = mixed ^ (mixed >>> 32);
  let slot = (<u32>mixed) & mask;
  let known = load<u32>(table + (slot << 3));
  while (known != 0) {
    if (load<u64>(pairs + ((known - 1) << 3)) == pair) {
      return known - 1;
    }
    slot = (slot + 1) & mask;
    known = load<u32>(table + (slot << 3));
  }
  store<u32>(table + (slot << 3), row + 1);
  return row;
}
