import { INPUT, longer, take } from './memory';
import { refuse } from './wire';

/** Profile.string_table: where each string begins and ends, as offsets in the profile's bytes. */
export let strings: u32 = 0;
export let stringStart: u32 = 0;
export let stringEnd: u32 = 0;
let capacity: u32 = 0;

/** The greatest string index that a message names. */
export let maxString: u32 = 0;

export function resetStrings(expected: u32): void {
  strings = 0;
  maxString = 0;
  capacity = expected;
  stringStart = take(capacity << 2);
  stringEnd = take(capacity << 2);
}

export function string(from: u32, to: u32): void {
  if (strings == capacity) {
    grow();
  }
  store<u32>(stringStart + (strings << 2), from - INPUT);
  store<u32>(stringEnd + (strings << 2), to - INPUT);
  strings++;
}

function grow(): void {
  stringStart = longer(stringStart, capacity << 2, capacity << 3);
  stringEnd = longer(stringEnd, capacity << 2, capacity << 3);
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
