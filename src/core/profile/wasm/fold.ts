import type { Steps } from '../../steps';
import type { StackIdColumns } from '../stackids';
import { giveBack, isOutOfMemory, takeDecoder, type WasmDecoder } from './decoder';

const STACKS_PER_STEP = 4096;

/**
 * `foldSteps` of StackColumns in WebAssembly, which takes half the time, with all that goes in and out. Undefined where there
 * is none, and where ids are no numbers of a table.
 */
export function* wasmFoldSteps(
  stacks: StackIdColumns,
  factor: Int32Array,
  summand: Int32Array
): Steps<Int32Array | undefined> {
  const { dense, inUse } = stacks.index;
  const decoder = dense && takeDecoder();
  if (!decoder) {
    return undefined;
  }
  const { length } = stacks.starts;
  const sums = new Int32Array(length);
  try {
    const { bytes, joined } = stacks;
    decoder.exports.beginFold(bytes.length, joined.length, inUse, Math.min(length, STACKS_PER_STEP));
    decoder.put(joined, decoder.exports.foldJoined.value);
    putTerms(decoder, dense.subarray(0, inUse), factor, summand);
    for (let from = 0; from < length; from += STACKS_PER_STEP) {
      sums.set(foldSome(decoder, stacks, from, Math.min(length, from + STACKS_PER_STEP)), from);
      yield;
    }
  } catch (error) {
    if (isOutOfMemory(error)) {
      return undefined;
    }
    throw error;
  }
  giveBack(decoder);
  return sums;
}

function putTerms({ exports }: WasmDecoder, dense: Int32Array, factor: Int32Array, summand: Int32Array): void {
  const terms = new Int32Array(exports.memory.buffer, exports.foldTerms.value, 2 * dense.length);
  for (let id = 0; id < dense.length; id++) {
    const location = dense[id] as number;
    if (location >= 0) {
      terms[2 * id] = factor[location] as number;
      terms[2 * id + 1] = summand[location] as number;
    }
  }
}

/** The sums of the stacks from `from` to `to`: a view of the decoder's memory. */
function foldSome(decoder: WasmDecoder, { bytes, ends, starts }: StackIdColumns, from: number, to: number): Int32Array {
  const { exports } = decoder;
  const { first, last } = pieceOf(bytes.length, starts, ends, from, to);
  exports.roomForPiece(last - first);
  decoder.put(bytes.subarray(first, last), exports.foldPiece.value);
  decoder.put32(starts.subarray(from, to), exports.foldStart.value);
  decoder.put32(ends.subarray(from, to), exports.foldEnd.value);
  exports.fold(to - from, first);
  return new Int32Array(exports.memory.buffer, exports.foldSum.value, to - from);
}

/** From where to where in the profile the ids are of those stacks that have theirs there. */
function pieceOf(
  size: number,
  starts: Uint32Array,
  ends: Uint32Array,
  from: number,
  to: number
): { first: number; last: number } {
  let first = size;
  let last = 0;
  for (let row = from; row < to; row++) {
    const start = starts[row] as number;
    if (start < size) {
      first = Math.min(first, start);
      last = Math.max(last, ends[row] as number);
    }
  }
  return { first: Math.min(first, last), last };
}
