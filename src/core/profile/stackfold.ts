import type { Steps } from '../steps';
import type { FrameIds } from './profile';
import type { StackIds } from './stackids';
import { wasmFoldSteps } from './wasm/fold';

const STACKS_PER_STEP = 4096;

/** Not worth the way to WebAssembly and back, least of all the first time. */
const FEW = 512;

/** `foldSteps` of StackColumns, in WebAssembly where there is any: it goes over every stack of every profile. */
export function* foldStackIdsSteps(stacks: StackIds, frames: FrameIds): Steps<Int32Array> {
  const folded = stacks.length < FEW ? undefined : yield* wasmFoldSteps(stacks, frames);
  return folded ?? (yield* foldByRowSteps(stacks, frames));
}

/** The same in TypeScript, for any ids. */
export function* foldByRowSteps(stacks: StackIds, frames: FrameIds): Steps<Int32Array> {
  const { factor, summand } = termsOf(frames);
  const sums = new Int32Array(stacks.length);
  const locations = new Uint32Array(stacks.deepest);
  for (let row = 0; row < sums.length; row++) {
    const depth = stacks.read(row, locations);
    let sum = 0;
    for (let i = 0; i < depth; i++) {
      const location = locations[i] as number;
      sum = (Math.imul(sum, factor[location] as number) + (summand[location] as number)) | 0;
    }
    sums[row] = sum;
    if (row % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
  }
  return sums;
}

/** Odd, so that multiplying by it loses nothing. */
const MULTIPLIER = 0x9e3779b1;

/**
 * What the number of a stack is made of: it is that of the sequence of its frames, sum -> sum * M + frame, put together from
 * one factor and one summand by location. A location of two frames has the factor M * M.
 */
function termsOf({ ids, start }: FrameIds): { factor: Int32Array; summand: Int32Array } {
  const factor = new Int32Array(start.length - 1);
  const summand = new Int32Array(start.length - 1);
  for (let location = 0; location < factor.length; location++) {
    let product = 1;
    let sum = 0;
    for (let i = start[location] as number; i < (start[location + 1] as number); i++) {
      product = Math.imul(product, MULTIPLIER);
      sum = (Math.imul(sum, MULTIPLIER) + spread((ids[i] as number) + 1)) | 0;
    }
    factor[location] = product;
    summand[location] = sum;
  }
  return { factor, summand };
}

/** Murmur3's finaliser: neighbouring numbers far apart. */
function spread(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
