import type { Steps } from '../steps';
import type { StackIds } from './stackids';
import { wasmFoldSteps } from './wasm/fold';

const STACKS_PER_STEP = 4096;

/** Not worth the way to WebAssembly and back, least of all the first time. */
const FEW = 512;

/** `foldSteps` of StackColumns, in WebAssembly where there is any: it goes over every stack of every profile. */
export function* foldStackIdsSteps(stacks: StackIds, factor: Int32Array, summand: Int32Array): Steps<Int32Array> {
  const folded = stacks.length < FEW ? undefined : yield* wasmFoldSteps(stacks, factor, summand);
  return folded ?? (yield* foldByRowSteps(stacks, factor, summand));
}

/** The same in TypeScript, for any ids. */
export function* foldByRowSteps(stacks: StackIds, factor: Int32Array, summand: Int32Array): Steps<Int32Array> {
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
