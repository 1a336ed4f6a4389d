import { PADDING, resetMemory, resize, take } from './memory';
import { end, varint } from './wire';

/**
 * A number for each stack: from 0 on, times a factor plus a summand for each of its locations. The ids come in from outside
 * here, some thousand stacks at a time, and nothing is left of the profile that was decoded last.
 */

/** By id: a factor and a summand side by side, of 32 bits each. */
export let foldTerms: u32 = 0;
/** Ids that did not lie in one piece of the profile: addressed as if they came after its last byte. */
export let foldJoined: u32 = 0;
/** Of the stacks in hand: where each begins and ends, as addresses in the profile; and what comes out. */
export let foldStart: u32 = 0;
export let foldEnd: u32 = 0;
export let foldSum: u32 = 0;
/** Where the piece of the profile goes that has them. */
export let foldPiece: u32 = 0;

let inputSize: u32 = 0;

/** Makes room for the terms of `ids` ids, for `joined` bytes, and for `stacks` stacks at a time, of a profile of `size` bytes. */
export function beginFold(size: u32, joined: u32, ids: u32, stacks: u32): void {
  resetMemory(0);
  inputSize = size;
  foldTerms = take(ids << 3);
  foldJoined = take(joined + PADDING);
  foldStart = take(stacks << 2);
  foldEnd = take(stacks << 2);
  foldSum = take(stacks << 2);
  foldPiece = take(0);
}

/** Makes room for a piece of `size` bytes, instead of the one before. */
export function roomForPiece(size: u32): void {
  resize(foldPiece, size + PADDING);
}

/** Folds `stacks` stacks, whose ids are in a piece that begins at `address` in the profile. */
export function fold(stacks: u32, address: u32): void {
  const last = stacks << 2;
  for (let cell: u32 = 0; cell < last; cell += 4) {
    const start = load<u32>(foldStart + cell);
    const at = start < inputSize ? foldPiece + start - address : foldJoined + start - inputSize;
    store<u32>(foldSum + cell, foldStack(at, at + load<u32>(foldEnd + cell) - start));
  }
}

/** Which bytes of eight have more of their varint behind them where they are four ids of two bytes; and of four, two. */
const ENDS: u64 = 0x8080808080808080;
const FOUR_IDS: u64 = 0x0080008000800080;
const TWO_IDS: u32 = 0x00800080;

function foldStack(from: u32, last: u32): u32 {
  let at = from;
  let sum: u32 = 0;
  while (at < last) {
    const word = load<u64>(at);
    // Most ids have two bytes, as have their neighbours.
    if ((word & ENDS) == FOUR_IDS && at + 8 <= last) {
      const ids = (word & 0x007f007f007f007f) | ((word >>> 1) & 0x3f803f803f803f80);
      const two = then(terms(ids & 0xffff), terms((ids >>> 16) & 0xffff));
      sum = apply(then(two, then(terms((ids >>> 32) & 0xffff), terms(ids >>> 48))), sum);
      at += 8;
    } else if (<u32>(word & ENDS) == TWO_IDS && at + 4 <= last) {
      const ids = (word & 0x007f007f) | ((word >>> 1) & 0x3f803f80);
      sum = apply(then(terms(ids & 0xffff), terms((ids >>> 16) & 0xffff)), sum);
      at += 4;
    } else {
      sum = apply(terms(varint(at)), sum);
      at = end();
    }
  }
  return sum;
}

/** Factor in the lower half, summand in the upper. */
function terms(id: u64): u64 {
  return load<u64>(foldTerms + ((<u32>id) << 3));
}

function apply(terms: u64, sum: u32): u32 {
  return sum * <u32>terms + <u32>(terms >>> 32);
}

/** The terms of one location and then another as those of one: the processor works on several at once that way. */
function then(first: u64, second: u64): u64 {
  const factor = <u32>first * <u32>second;
  return ((<u64>apply(second, <u32>(first >>> 32))) << 32) | (<u64>factor);
}
