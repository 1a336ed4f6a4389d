import type { Stack } from '../profile/stack';
import type { Scrape } from '../scrape';

/** What a typed array takes besides its elements: view, buffer, allocation (Node 20: 204 on the heap, some outside). */
export const ARRAY_BYTES = 256;

/** A reference or a number in an array of the engine's. Half of it in browsers, which compress pointers. */
export const REFERENCE_BYTES = 8;

/** A small object with its fields. */
export const OBJECT_BYTES = 64;

/** A Map: V8 takes 28 bytes an entry and keeps room for a power of two of them. */
export function mapBytes(entries: number): number {
  return OBJECT_BYTES + 28 * 2 ** Math.ceil(Math.log2(Math.max(4, entries)));
}

/** A string, at one byte a character as for ASCII. */
export function stringBytes(text: string): number {
  return 24 + text.length;
}

/** A Stack from above, as if it shared none of its strings. Profiles do share them, so it is often a third of this. */
export function stackBytes({ frames, key }: Stack): number {
  let bytes = 2 * OBJECT_BYTES + stringBytes(key);
  for (const frame of frames) {
    bytes += OBJECT_BYTES + stringBytes(frame.function) + stringBytes(frame.file);
  }
  return bytes;
}

/** Sizes of the parts of a history, in bytes. */
export interface HistoryBytes {
  /** Goroutine counts with everything that serves them but the Stack objects: times, tables, references. */
  readonly counts: number;
  /** Memory columns, facts about the process, failures. */
  readonly facts: number;
  /** The Stack objects, estimated from above; one that several chunks refer to is counted once. */
  readonly stacks: number;
}

/** A scrape that is kept for itself, Stack objects apart. */
export function scrapeBytes({ goroutines, memory }: Scrape): { counts: number; facts: number } {
  const stacks = goroutines?.stacks.length ?? 0;
  const { bySize = [], pauses = [], values = {} } = memory ?? {};
  return {
    counts: stacks * (REFERENCE_BYTES + 8) + ARRAY_BYTES,
    facts: Object.keys(values).length * 3 * REFERENCE_BYTES + (bySize.length + pauses.length + 6) * OBJECT_BYTES,
  };
}
