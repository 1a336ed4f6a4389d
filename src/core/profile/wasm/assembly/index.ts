/**
 * Reads profiles as Go writes them, which is nearly all there are, into the same columns as thorough.ts in less than half the
 * time. What is out of the ordinary it refuses: thorough.ts reads that, and says what is wrong if anything is.
 *
 * AssemblyScript: TypeScript's syntax, but `load` and `store` are the processor's, u32 and u64 wrap around, and there are no
 * objects. Linear memory holds the profile's bytes and behind them one column after the other.
 */
import { INPUT, resetMemory } from './memory';
import { other, resetOthers } from './others';
import { findSame } from './same';
import { fillIn, resetSamples, sample, samples, sampleValueStart, valueCount } from './samples';
import { addressGathered, greatestNamed, locationCount, resetStacks, resolveLeaves, stacks } from './stacks';
import { maxString, resetStrings, string, strings } from './strings';
import { func, location, resetSymbols, resolveSymbols, rowOfLocation, rowsUpTo } from './symbols';
import { end, isOdd, refuse, resetWire, varint } from './wire';

export {
  beginFold,
  makeTerms,
  roomForPiece,
  fold,
  foldFrameStart,
  foldFrames,
  foldRows,
  foldJoined,
  foldPiece,
  foldStart,
  foldEnd,
  foldSum,
} from './fold';
export { others, otherAt } from './others';
export { functionSameName, functionSameFile, lineSame, lineSameName } from './same';
export {
  samples,
  sampleStack,
  sampleValueStart,
  valuesEach,
  sampleLabelFrom,
  sampleEnd,
  values,
  valueCount,
} from './samples';
export {
  stacks,
  stackStart,
  stackEnd,
  stackLeaf,
  locationCount,
  deepest,
  joined,
  joinedSize,
  gathered,
  gatheredSize,
} from './stacks';
export { strings, stringAt, maxString } from './strings';
export {
  locations,
  locationId,
  locationMapping,
  locationAddressLo,
  locationAddressHi,
  locationLineStart,
  greatestLocation,
  greatestMapping,
  fewestLines,
  mostLines,
  rowOfLocation,
  lines,
  lineFunction,
  lineNumber,
  functions,
  functionId,
  functionName,
  functionFilename,
  functionStartLine,
} from './symbols';

/** What `read` and `finish` return. */
const DONE = 0;
const MORE = 1;
const ODD = 2;

/** Tags of Profile's fields. */
const SAMPLE: u32 = 0x12;
const LOCATION: u32 = 0x22;
const FUNCTION: u32 = 0x2a;
const STRING: u32 = 0x32;
/** The same four, a bit for each field number. */
const TABLES: u32 = 0b1110100;

let position: u32 = 0;
let inputEnd: u32 = 0;

/** Makes room for `size` bytes of profile: returns where they are to be put. */
export function begin(size: u32): u32 {
  resetMemory(size);
  resetWire();
  // Of a profile of many samples each takes some 64 bytes: columns as long as that are seldom copied to longer ones.
  const expected = max<u32>(64, size >>> 6);
  resetStrings(expected);
  resetStacks(size, 64);
  resetSamples(size, expected);
  resetSymbols(size);
  resetOthers();
  position = INPUT;
  inputEnd = INPUT + size;
  return INPUT;
}

/** Reads up to `limit` fields of the Profile message. */
export function read(limit: u32): i32 {
  const stop = inputEnd;
  let at = position;
  for (let i: u32 = 0; i < limit && at < stop; i++) {
    const tag = <u32>load<u8>(at);
    const content = varint(at + 1);
    const from = end();
    // Field numbers of up to 15 and wire types 0 and 2 are all that profile.proto has.
    if (tag < 0x08 || tag >= 0x80 || (tag & 5) != 0 || from > stop) {
      return ODD;
    }
    let to = from;
    if ((tag & 7) == 2) {
      if (content > <u64>(stop - from)) {
        return ODD;
      }
      to += <u32>content;
    }
    if (tag == SAMPLE) {
      sample(from, to);
    } else if (tag == STRING) {
      string(at + 1);
    } else if (tag == LOCATION) {
      location(from, to);
    } else if (tag == FUNCTION) {
      func(from, to);
    } else if ((tag & 7) == 0 && ((TABLES >>> (tag >>> 3)) & 1) != 0) {
      return ODD;
    } else {
      other(at);
    }
    if (isOdd()) {
      return ODD;
    }
    at = to;
  }
  position = at;
  return at < stop ? MORE : DONE;
}

/** After the last field: looks up what is left and puts rows in the place of ids. */
export function finish(): i32 {
  fillIn();
  store<u32>(sampleValueStart + (samples << 2), valueCount);
  resolveSymbols();
  if (strings == 0 || maxString >= strings || (stacks > 0 && locationCount > 0 && greatestNamed >= rowsUpTo())) {
    refuse();
  }
  if (isOdd()) {
    return ODD;
  }
  resolveLeaves(rowOfLocation);
  addressGathered();
  findSame();
  return DONE;
}
