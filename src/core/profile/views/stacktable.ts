import { ProfileError } from '../error';
import type { Granularity } from '../frametable';
import type { Label } from '../labels';
import type { ValueType } from '../profile';
import type { NamedFrame } from './view';

/**
 * Samples of one type, each a stack with one value: what all views are made from, whether it was a profile or a moment of
 * the history. Columns, as in Profile; `start` columns have one cell more than rows. Nothing in it may be changed.
 */
export interface StackTable {
  readonly sampleType: ValueType;
  readonly samples: SampleTable;
  readonly stacks: {
    readonly length: number;
    /** Into `locations`: locations of the table, leaf first. */
    readonly start: Uint32Array;
    readonly locations: Uint32Array;
  };
  /** Filters take lines out of locations: where none is left the location is in no stack. */
  readonly locations: {
    readonly length: number;
    /** Into `lines`: lines of `symbols`, inlined calls first. */
    readonly start: Uint32Array;
    readonly lines: Uint32Array;
  };
  readonly symbols: Symbols;
}

export interface SampleTable {
  readonly length: number;
  /** Whole numbers; their absolute values add up to 2^53 at most, so no sum of them is inexact. */
  readonly values: Float64Array;
  /** Row in `stacks`. */
  readonly stack: Uint32Array;
  /** What `Symbols.labels` knows the sample by. */
  readonly row: Uint32Array;
}

/** What a table's numbers stand for. Filters leave it as it is. */
export interface Symbols {
  /** By line: its function, or one of the two below. */
  readonly functionOf: Int32Array;
  readonly functions: number;
  functionName(index: number): string;
  functionFile(index: number): string;
  /** By location: its binary, -1 where it is not known. */
  readonly binaryOf: Int32Array;
  /** Paths. */
  readonly binaries: readonly string[];
  frames(granularity: Granularity): FrameNumbers;
  labels(sampleRow: number): readonly Label[];
  /** The sample has no value of any type. */
  isZero(sampleRow: number): boolean;
}

/** In `Symbols.functionOf`: a line whose function is not known, */
export const NO_FUNCTION = -1;
/** and what stands for a location of which not even a line is. */
export const NO_LINE = -2;

/** Lines as frames at a granularity. */
export interface FrameNumbers {
  readonly length: number;
  /** By line: its frame. */
  readonly ids: Uint32Array;
  frame(id: number): NamedFrame;
  /** The same for the same frame, over tables. */
  key(id: number): string;
}

/** Throws ProfileError where sums of these values may lose digits. Returns the sum of absolute values. */
export function checkExact(values: ArrayLike<number>, { type }: ValueType, before = 0): number {
  let sum = before;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    sum += Math.abs(value);
    if (!Number.isSafeInteger(value) || sum > Number.MAX_SAFE_INTEGER) {
      throw new ProfileError(`expected whole values of ${type} that add up to 2^53 at most, found ${value} in ${sum}`);
    }
  }
  return sum;
}

/** Those of the samples, in that order. */
export function pickSamples({ row, stack, values }: SampleTable, kept: Uint32Array): SampleTable {
  const { length } = kept;
  const picked = {
    length,
    values: new Float64Array(length),
    stack: new Uint32Array(length),
    row: new Uint32Array(length),
  };
  for (let i = 0; i < length; i++) {
    const sample = kept[i] as number;
    picked.values[i] = values[sample] as number;
    picked.stack[i] = stack[sample] as number;
    picked.row[i] = row[sample] as number;
  }
  return picked;
}
