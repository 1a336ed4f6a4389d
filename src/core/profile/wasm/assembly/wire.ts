/** Set once the profile has what only thorough.ts knows how to read, or has something wrong with it. */
let odd: bool = false;

/** Where the varint that was read last ends. */
let next: u32 = 0;

export function resetWire(): void {
  odd = false;
}

/** Leaves the profile to thorough.ts, which reads anything and says what is wrong, if anything. */
export function refuse(): void {
  odd = true;
}

export function isOdd(): bool {
  return odd;
}

export function end(): u32 {
  return next;
}

/**
 * Reads a varint of up to 64 bits, after which `end` tells where it ends. That may be behind what holds it, by up to ten
 * bytes: callers compare.
 */
export function varint(at: u32): u64 {
  const first = <u64>load<u8>(at);
  if (first < 0x80) {
    next = at + 1;
    return first;
  }
  return longVarint(at);
}

/** Of two bytes and more; up to eight are found by the last one, and pushed together without a loop. */
export function longVarint(at: u32): u64 {
  const word = load<u64>(at);
  const ends = ~word & 0x8080808080808080;
  if (ends == 0) {
    return longestVarint(at);
  }
  next = at + <u32>((ctz(ends) + 1) >>> 3);
  // Ones up to the lowest bit of `ends`, and of each byte the lower seven.
  let value = word & (ends ^ (ends - 1)) & 0x7f7f7f7f7f7f7f7f;
  value = (value & 0x007f007f007f007f) | ((value & 0x7f007f007f007f00) >>> 1);
  value = (value & 0x00003fff00003fff) | ((value & 0x3fff00003fff0000) >>> 2);
  return (value & 0x000000000fffffff) | ((value & 0x0fffffff00000000) >>> 4);
}

/** Of nine or ten bytes: negative numbers have ten. */
function longestVarint(at: u32): u64 {
  let value: u64 = 0;
  let shift: u64 = 0;
  let byte: u64;
  do {
    byte = <u64>load<u8>(at++);
    value |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80 && shift < 70);
  // The tenth byte has one bit.
  odd = odd || byte > (shift == 70 ? 1 : 0x7f);
  next = at;
  return value;
}
