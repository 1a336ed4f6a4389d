import { runSteps, type Steps } from '../steps';
import { ProfileError } from './error';
import type { Profile } from './profile';
import { thoroughSteps } from './thorough';
import { wasmSteps } from './wasm/decode';

/** Whether these bytes are a gzip stream (RFC 1952: 1f 8b), which is how Go serves every debug=0 profile. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decodes the inflated bytes of a profile.proto. The profile keeps a reference to `bytes`: they must not change.
 *
 * Throws ProfileError for bytes that are cut or no profile, for wire types that profile.proto does not have, for ids
 * that no message carries and for string indexes out of range. What can be read but contradicts itself is
 * `checkValid`'s to find. Protocol buffers have no end mark, so a cut exactly between two top-level fields after the
 * last string cannot be seen here; it is the gzip trailer's to see.
 */
export function decodeProfile(bytes: Uint8Array): Profile {
  return runSteps(decodeSteps(bytes));
}

/**
 * As `decodeProfile`, in steps. WebAssembly reads what it can, which is what Go writes; anything else is read, or refused with
 * what is wrong, by TypeScript.
 */
export function* decodeSteps(bytes: Uint8Array): Steps<Profile> {
  if (bytes.length === 0) {
    throw new ProfileError('expected a profile, found no bytes', 0);
  }
  if (isGzip(bytes)) {
    throw new ProfileError('expected inflated bytes, found gzip (1f 8b): inflate the profile first', 0);
  }
  return (yield* wasmSteps(bytes)) ?? (yield* thoroughSteps(bytes));
}

/** Of one empty string, which is the least that a profile must have. */
export const EMPTY_PROFILE = runSteps(thoroughSteps(Uint8Array.of(0x32, 0)));
