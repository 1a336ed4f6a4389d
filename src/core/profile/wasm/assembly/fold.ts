import { PADDING, resetMemory, resize, take } from './memory';
import { end, varint } from './wire';

/**
 * A number for each stack, of the sequence of its frames: from 0 on, times MULTIPLIER plus a summand for each. All that it takes
 * comes in from outside, the stacks some thousand at a time, and nothing is left of the profile that was decoded last.
 */

/** By location: where its frames begin in `foldFrames`, and one cell more for where the last one's end. */
export let foldFrameStart: u32 = 0;
/** Frames as numbers, the same for the same. */
export let foldFrames: u32 = 0;
/** By id: the row of its location, -1 for none. */
export let foldRows: u32 = 0;
/** By id: what its frames together multiply by and add, side by side, of 32 bits each. */
let terms: u32 = 0;
/** Ids that did not lie in one piece of the profile: addressed as if they came after its last byte. */
export let foldJoined: u32 = 0;
/** Of the stacks in hand: where each begins and ends, as addresses in the profile; and what comes out. */
export let foldStart: u32 = 0;
export let foldEnd: u32 = 0;
export let foldSum: u32 = 0;
/** Where the piece of the profile goes that has them. */
export let foldPiece: u32 = 0;

let inputSize: u32 = 0;

const NONE: u32 = u32.MAX_VALUE;
/** Odd, so that multiplying by it loses nothing. As in stackfold.ts. */
const MULTIPLIER: u32 = 0x9e3779b1;

/**
 * Makes room for what is to come of a profile of `size` bytes: `frames` frames of `locations` locations of `ids` ids, `joined`
 * bytes, and `stacks` stacks at a time.
 */
export function beginFold(size: u32, joined: u32, ids: u32, locations: u32, frames: u32, stacks: u32): void {
  resetMemory(0);
  inputSize = size;
  foldFrameStart = take((locations + 1) << 2);
  foldFrames = take(frames << 2);
  foldRows = take(ids << 2);
  terms = take(ids << 3);
  foldJoined = take(joined + PADDING);
  foldStart = take(stacks << 2);
  foldEnd = take(stacks << 2);
  foldSum = take(stacks << 2);
  foldPiece = take(0);
}

/** Once the frames of all `ids` ids are there. */
export function makeTerms(ids: u32): void {
  for (let id: u32 = 0; id < ids; id++) {
    const row = load<u32>(foldRows + (id << 2));
    if (row != NONE) {
      store<u64>(terms + (id << 3), termsOf(foldFrameStart + (row << 2)));
    }
  }
}

function termsOf(start: u32): u64 {
  const last = foldFrames + (load<u32>(start, 4) << 2);
  let factor: u32 = 1;
  let summand: u32 = 0;
  for (let at = foldFrames + (load<u32>(start) << 2); at < last; at += 4) {
    factor *= MULTIPLIER;
    summand = summand * MULTIPLIER + spread(load<u32>(at) + 1);
  }
  return ((<u64>summand) << 32) | (<u64>factor);
}

/** Murmur3's finaliser: neighbouring numbers far apart. */
function spread(value: u32): u32 {
  let h = (value ^ (value >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
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
      const two = then(termsAt(ids & 0xffff), termsAt((ids >>> 16) & 0xffff));
      sum = apply(then(two, then(termsAt((ids >>> 32) & 0xffff), termsAt(ids >>> 48))), sum);
      at += 8;
    } else if (<u32>(word & ENDS) == TWO_IDS && at + 4 <= last) {
      const ids = (word & 0x007f007f) | ((word >>> 1) & 0x3f803f80);
      sum = apply(then(termsAt(ids & 0xffff), termsAt((ids >>> 16) & 0xffff)), sum);
      at += 4;
    } else {
      sum = apply(termsAt(varint(at)), sum);
      at = end();
    }
  }
  return sum;
}

/** Factor in the lower half, summand in the upper. */
function termsAt(id: u64): u64 {
  return load<u64>(terms + ((<u32>id) << 3));
}

function apply(termsOfOne: u64, sum: u32): u32 {
  return sum * <u32>termsOfOne + <u32>(termsOfOne >>> 32);
}

/** The terms of one location and then another as those of one: the processor works on several at once that way. */
function then(first: u64, second: u64): u64 {
  const factor = <u32>first * <u32>second;
  return ((<u64>apply(second, <u32>(first >>> 32))) << 32) | (<u64>factor);
}
