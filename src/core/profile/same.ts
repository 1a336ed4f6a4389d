import { PairInterner } from './pairs';
import { RangeInterner } from './ranges';
import type { StringTable } from './strings';

/** By row: the first row whose string is the same, byte by byte. No string is decoded. */
export function sameStrings(bytes: Uint8Array, strings: StringTable, indexes: Uint32Array): Uint32Array {
  const interner = new RangeInterner(bytes, indexes.length);
  const first = new FirstRows(indexes.length);
  // Each string is read once, however many rows name it: it may be as long as they are many.
  const known = new Map<number, number>();
  return indexes.map((index, row) => {
    const found = known.get(index) ?? first.of(interner.intern(strings.start(index), strings.end(index), 0), row);
    known.set(index, found);
    return found;
  });
}

/**
 * By row of lines: the first row of the same function, as its name and file tell, and the same line number. Lines without
 * a function go by the number alone.
 *
 * @param functionOf by line: the row of the function, -1 for none.
 * @param names by function: a number for its name; of `files` likewise.
 */
export function samePlaces(
  functionOf: Int32Array,
  numbers: Float64Array,
  names: Uint32Array,
  files: Uint32Array
): Uint32Array {
  const functions = new PairInterner(names.length + 1);
  const byFunction = names.map((name, row) => functions.intern(name, files[row] as number));
  const places = new PairInterner(functionOf.length + 1);
  const lines = new LineNumbers();
  const first = new FirstRows(functionOf.length);
  const same = new Uint32Array(functionOf.length);
  for (let row = 0; row < same.length; row++) {
    const place = places.intern(byFunction[functionOf[row] as number] ?? -1, lines.key(numbers[row] as number));
    same[row] = first.of(place, row);
  }
  return same;
}

/**
 * By row of lines: the first row whose function has the same number; for a line without a function the first without.
 *
 * @param functionOf by line: the row of the function, -1 for none.
 * @param numbers by function.
 */
export function sameNumbers(functionOf: Int32Array, numbers: Uint32Array): Uint32Array {
  /** By number + 1, and at 0 for none: the first row + 1. */
  const firstOf = new Uint32Array(2 + greatest(numbers));
  const same = new Uint32Array(functionOf.length);
  for (let row = 0; row < same.length; row++) {
    const at = 1 + (numbers[functionOf[row] as number] ?? -1);
    if (firstOf[at] === 0) {
      firstOf[at] = row + 1;
    }
    same[row] = (firstOf[at] as number) - 1;
  }
  return same;
}

function greatest(numbers: Uint32Array): number {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) {
    most = Math.max(most, numbers[i] as number);
  }
  return most;
}

/** Line numbers as 32 bits: themselves, or negative numbers for those that are no line of any real program. */
export class LineNumbers {
  private readonly huge = new PairInterner(1);

  key(line: number): number {
    const isSmall = line >= 0 && line <= 0x7fffffff;
    return isSmall ? line : -1 - this.huge.intern(line % 0x100000000, Math.floor(line / 0x100000000));
  }
}

/** From numbers in order of first sight to the rows that they were first seen at. */
class FirstRows {
  private readonly rows: Uint32Array;
  private length = 0;

  constructor(most: number) {
    this.rows = new Uint32Array(most);
  }

  of(number: number, row: number): number {
    if (number === this.length) {
      this.rows[this.length++] = row;
    }
    return this.rows[number] as number;
  }
}
