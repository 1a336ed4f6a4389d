import { INPUT, longer, take } from './memory';
import { refuse } from './wire';

/** Profile.string_table: where each string's length is, as an offset in the profile's bytes. */
export let strings: u32 = 0;
export let stringAt: u32 = 0;
let capacity: u32 = 0;

/** The greatest string index that a message names. */
export let maxString: u32 = 0;

export function resetStrings(expected: u32): void {
  strings = 0;
  maxString = 0;
  capacity = expected;
  stringAt = take(capacity << 2);
}

export function string(at: u32): void {
  if (strings == capacity) {
    grow();
  }
  store<u32>(stringAt + (strings << 2), at - INPUT);
  strings++;
}

function grow(): void {
  stringAt = longer(stringAt, capacity << 2, capacity << 3);
  capacity <<= 1;
}

export function noteString(index: u64): void {
  if (index > <u64>maxString) {
    noteGreatest(index);
  }
}

function noteGreatest(index: u64): void {
  if (index > 0x7fffffff) {
    refuse();
  }
  maxString = <u32>index;
}
