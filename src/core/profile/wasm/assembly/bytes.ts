/** Ones in the lowest `bytes` bytes, of which there are less than eight. */
function lowest(bytes: u32): u64 {
  const bits: u64 = bytes << 3;
  return ((<u64>1) << bits) - 1;
}

/** Both may be read up to seven bytes beyond their ends. */
export function isSame(a: u32, b: u32, size: u32): bool {
  const whole = size & ~7;
  for (let i: u32 = 0; i < whole; i += 8) {
    if (load<u64>(a + i) != load<u64>(b + i)) {
      return false;
    }
  }
  return ((load<u64>(a + whole) ^ load<u64>(b + whole)) & lowest(size & 7)) == 0;
}

/** Sixteen bytes a step in two lanes, so that the second multiplication need not wait for the first. */
export function hash(at: u32, size: u32): u32 {
  const whole = size & ~15;
  let a: u64 = size;
  let b: u64 = 0x9ae16a3b2f90404f;
  for (let i: u32 = 0; i < whole; i += 16) {
    a = (rotl<u64>(a, 29) ^ load<u64>(at + i)) * 0x9e3779b97f4a7c15;
    b = (rotl<u64>(b, 31) ^ load<u64>(at + i, 8)) * 0xc2b2ae3d27d4eb4f;
  }
  let left = size & 15;
  if (left >= 8) {
    a = (rotl<u64>(a, 29) ^ load<u64>(at + whole)) * 0x9e3779b97f4a7c15;
    at += 8;
    left -= 8;
  }
  b = (rotl<u64>(b, 31) ^ (load<u64>(at + whole) & lowest(left))) * 0xc2b2ae3d27d4eb4f;
  a = (a ^ (a >>> 32) ^ rotl<u64>(b, 17)) * 0xff51afd7ed558ccd;
  return <u32>(a >>> 32);
}
