import { keepAlive } from '../../alive';
import type { Steps } from '../../steps';
import { ProfileError } from '../error';
import { checkExpansion } from '../expansion';
import { HeadBuilder, headOf } from '../head';
import { HeadReader } from '../headreader';
import { IdIndex } from '../ids';
import type { Profile } from '../profile';
import { StackIds } from '../stackids';
import { StringTable } from '../strings';
import { copyFunctions, copyLines, copyLocations, copySamples, copyStacks, copyStrings } from './copy';
import { giveBack, isOutOfMemory, takeDecoder, type WasmDecoder } from './decoder';
import { DONE, MORE, type Outcome } from './exports';

/** About a millisecond's work each. */
const BYTES_PER_STEP = 2 ** 21;
const FIELDS_PER_STEP = 8192;

/**
 * Decodes the inflated bytes of a profile as Go writes them, in WebAssembly. Undefined where there is no WebAssembly, and for
 * whatever is out of the ordinary or wrong: that is thorough.ts's to read, and to tell.
 */
export function* wasmSteps(bytes: Uint8Array): Steps<Profile | undefined> {
  const decoder = takeDecoder();
  if (!decoder) {
    return undefined;
  }
  let profile: Profile | undefined;
  try {
    const isRead = (yield* readSteps(decoder, bytes)) === DONE;
    profile = isRead ? yield* profileSteps(decoder, bytes) : undefined;
  } catch (error) {
    if (isOutOfMemory(error)) {
      return undefined;
    }
    if (!(error instanceof ProfileError)) {
      throw error;
    }
  }
  giveBack(decoder);
  return profile;
}

function* readSteps(decoder: WasmDecoder, bytes: Uint8Array): Steps<Outcome> {
  const { exports } = decoder;
  const address = exports.begin(bytes.length);
  for (let at = 0; at < bytes.length; at += BYTES_PER_STEP) {
    const piece = bytes.subarray(at, at + BYTES_PER_STEP);
    decoder.put(piece, address + at);
    yield;
  }
  let outcome = exports.read(FIELDS_PER_STEP);
  while (outcome === MORE) {
    yield;
    outcome = exports.read(FIELDS_PER_STEP);
  }
  return outcome === DONE ? exports.finish() : outcome;
}

/** Copies out what was read, and reads the few fields that were passed over. */
function* profileSteps(decoder: WasmDecoder, bytes: Uint8Array): Steps<Profile | undefined> {
  const { otherAt, others } = decoder.exports;
  const out = new HeadBuilder(bytes);
  const reader = new HeadReader(out);
  for (const offset of decoder.uint32(otherAt, others.value)) {
    reader.field(offset);
  }
  const strings = copyStrings(decoder, bytes);
  if (out.maxString >= strings.length) {
    return undefined;
  }
  const head = headOf(out, strings);
  const locations = copyLocations(decoder, head.mappings);
  if (!locations) {
    return undefined;
  }
  yield;
  const stacks = copyStacks(decoder, bytes);
  checkExpansion(bytes.length, locations, stacks);
  yield;
  keepAlive('wasm', freshInstances());
  return {
    bytes,
    ...head,
    samples: copySamples(decoder),
    stacks,
    locations,
    lines: copyLines(decoder),
    functions: copyFunctions(decoder),
    strings,
  };
}

/** See keepAlive. */
function freshInstances(): object[] {
  const bytes = new Uint8Array(0);
  const none = new Uint32Array(0);
  const index = IdIndex.ofColumns(none, none);
  const ids = {
    bytes,
    joined: bytes,
    starts: none,
    ends: none,
    leaves: new Int32Array(0),
    deepest: 0,
    locationCount: 0,
  };
  return [new HeadReader(new HeadBuilder(bytes)), index, new StackIds({ ...ids, index }), new StringTable(bytes, none)];
}
