import type { StackInterner } from '../../profile/interner';
import type { BlockedOn, Stack } from '../../profile/stack';
import { StoredError } from './error';

/** Stacks as columns: each name once, each frame once, the stacks as runs of frames. */
export interface StackTable {
  /** Function and file names. */
  readonly names: readonly string[];
  /** By frame: indexes in `names`, and the line. */
  readonly functions: Uint32Array;
  readonly files: Uint32Array;
  readonly lines: Uint32Array;
  /** By stack. */
  readonly keys: readonly string[];
  readonly waits: readonly BlockedOn[];
  /** Indexes in `waits`. */
  readonly blockedOn: Uint8Array;
  readonly userFrames: Int32Array;
  /** Stack s has `frames` [starts[s], starts[s + 1]), leaf first. */
  readonly starts: Uint32Array;
  readonly frames: Uint32Array;
}

export function stackTable(stacks: readonly Stack[]): StackTable {
  const names = new Numbered<string>();
  const waits = new Numbered<BlockedOn>();
  // Frames of one target are shared objects (profile/framebook.ts); one that is not is only written twice.
  const distinct = new Numbered<Stack['frames'][number]>();
  const starts = new Uint32Array(stacks.length + 1);
  const frames: number[] = [];
  stacks.forEach((stack, s) => {
    for (const frame of stack.frames) {
      frames.push(distinct.of(frame));
    }
    starts[s + 1] = frames.length;
  });
  return {
    functions: Uint32Array.from(distinct.values, (frame) => names.of(frame.function)),
    files: Uint32Array.from(distinct.values, (frame) => names.of(frame.file)),
    lines: Uint32Array.from(distinct.values, ({ line }) => line),
    names: names.values,
    keys: stacks.map(({ key }) => key),
    blockedOn: Uint8Array.from(stacks, (stack) => waits.of(stack.blockedOn)),
    waits: waits.values,
    userFrames: Int32Array.from(stacks, ({ userFrame }) => userFrame),
    starts,
    frames: Uint32Array.from(frames),
  };
}

/**
 * The stacks of a table, as those of the target's other profiles are: what has the same lines is the same object.
 *
 * @throws StoredError where the table's columns do not fit each other
 */
export function stacksOfTable(table: StackTable, interner: StackInterner): Stack[] {
  const { blockedOn, files, frames, functions, keys, lines, names, starts, userFrames, waits } = table;
  const frameOf = new Array<Stack['frames'][number] | undefined>(functions.length);
  const frame = (index: number) =>
    (frameOf[index] ??= interner.frame(at(names, functions[index]), at(names, files[index]), at(lines, index)));
  return keys.map((key, s) => {
    const path = Array.from(frames.subarray(at(starts, s), at(starts, s + 1)), frame);
    return interner.adopt({ key, frames: path, blockedOn: at(waits, blockedOn[s]), userFrame: at(userFrames, s) });
  });
}

function at<T>(column: ArrayLike<T>, index: number | undefined): T {
  const value = index === undefined ? undefined : column[index];
  if (value === undefined) {
    throw new StoredError(`A stored table of stacks points to ${index} of ${column.length}.`);
  }
  return value;
}

/** Numbers what it is asked about in order of first appearance. */
class Numbered<T> {
  readonly values: T[] = [];
  private readonly numbers = new Map<T, number>();

  of(value: T): number {
    let number = this.numbers.get(value);
    if (number === undefined) {
      number = this.values.length;
      this.numbers.set(value, number);
      this.values.push(value);
    }
    return number;
  }
}
