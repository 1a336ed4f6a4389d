import { INPUT, longer, take } from './memory';

/** Offsets of the fields of Profile that are not read here: a handful, which messages.ts reads. */
export let others: u32 = 0;
export let otherAt: u32 = 0;
let capacity: u32 = 0;

export function resetOthers(): void {
  others = 0;
  capacity = 64;
  otherAt = take(capacity << 2);
}

export function other(at: u32): void {
  if (others == capacity) {
    otherAt = longer(otherAt, capacity << 2, capacity << 3);
    capacity <<= 1;
  }
  store<u32>(otherAt + (others << 2), at - INPUT);
  others++;
}
