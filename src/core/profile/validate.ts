import { ProfileError } from './error';
import { idText } from './ids';
import type { Profile } from './profile';

/**
 * Throws ProfileError where a profile contradicts itself: what google/pprof's CheckValid refuses (profile/profile.go),
 * and a string table that does not begin with the empty string, which profile.proto demands.
 */
export function checkValid(profile: Profile): void {
  if (profile.strings.length > 0 && profile.strings.get(0) !== '') {
    throw new ProfileError(`string 0 must be empty, but it is ${JSON.stringify(profile.strings.get(0).slice(0, 40))}`);
  }
  checkValues(profile);
  checkIds('location', profile.locations.idLo, profile.locations.idHi);
  checkIds('function', profile.functions.idLo, profile.functions.idHi);
  const mappingIds = new Set<bigint>();
  for (const { id } of profile.mappings) {
    checkId('mapping', id === 0n, mappingIds.has(id), String(id));
    mappingIds.add(id);
  }
}

function checkValues(profile: Profile): void {
  const { length, valueStart } = profile.samples;
  const expected = profile.sampleTypes.length;
  if (expected === 0 && length > 0) {
    throw new ProfileError(`the profile has ${length} samples, but no sample type`);
  }
  for (let sample = 0; sample < length; sample++) {
    const found = (valueStart[sample + 1] as number) - (valueStart[sample] as number);
    if (found !== expected) {
      throw new ProfileError(`sample ${sample} has ${found} values, but ${expected} sample types`);
    }
  }
}

function checkIds(what: string, lo: Uint32Array, hi: Uint32Array): void {
  if (areAscending(lo, hi)) {
    return;
  }
  const seen = new Set<number | bigint>();
  for (let row = 0; row < lo.length; row++) {
    const low = lo[row] as number;
    const high = hi[row] as number;
    const id = high === 0 ? low : (BigInt(high) << 32n) | BigInt(low);
    checkId(what, id === 0, seen.has(id), idText(low, high));
    seen.add(id);
  }
}

/** As Go numbers, from 1 on: no id is 0, and none comes twice. */
function areAscending(lo: Uint32Array, hi: Uint32Array): boolean {
  let before = 0;
  for (let row = 0; row < lo.length; row++) {
    const id = lo[row] as number;
    if (id <= before || hi[row] !== 0) {
      return false;
    }
    before = id;
  }
  return true;
}

function checkId(what: string, isZero: boolean, isDouble: boolean, text: string): void {
  if (isZero) {
    throw new ProfileError(`a ${what} has the reserved id 0`);
  }
  if (isDouble) {
    throw new ProfileError(`two ${what}s have the id ${text}`);
  }
}
