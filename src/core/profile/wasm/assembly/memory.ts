/** Where the profile's bytes begin. The room before them is fields.ts's, and no address that is handed out is 0. */
export const INPUT: u32 = 128;

/** Zeros behind the last byte: whoever reads eight bytes at a time, or a varint that is cut, reads these. */
export const PADDING: u32 = 32;

let top: u32 = 0;
/** Where bytes lie idle that `takeIdle` may give away. */
let idle: u32 = 0;
let idleEnd: u32 = 0;

/** Begins anew with `size` bytes of input; everything that was taken before is free. */
export function resetMemory(size: u32): void {
  top = INPUT + size + PADDING;
  idle = idleEnd = 0;
  grow();
  memory.fill(INPUT + size, 0, PADDING);
}

/** Takes `size` bytes, which may hold anything. Traps where there is no more memory. */
export function take(size: u32): u32 {
  const at = (top + 7) & ~7;
  top = at + size;
  grow();
  return at;
}

/** Gives back the input up to `end`, of which nothing will be read any more. */
export function leaveInput(end: u32): void {
  idle = INPUT;
  idleEnd = end;
}

/** As `take`, but of what was given back where there is enough, so that memory need not grow. */
export function takeIdle(size: u32): u32 {
  const at = (idle + 7) & ~7;
  if (at + size > idleEnd) {
    return take(size);
  }
  idle = at + size;
  return at;
}

/** Makes what was taken last, at `at`, `size` bytes long. */
export function resize(at: u32, size: u32): void {
  top = at + size;
  grow();
}

/** Takes `size` bytes, all 0. */
export function zeros(size: u32): u32 {
  const at = take(size);
  memory.fill(at, 0, size);
  return at;
}

/** A longer copy of a column. What the shorter one took is free at the next reset: columns double, so that it is little. */
export function longer(column: u32, used: u32, size: u32): u32 {
  const copy = take(size);
  memory.copy(copy, column, used);
  return copy;
}

function grow(): void {
  const pages = <i32>((top + 0xffff) >>> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) {
    unreachable();
  }
}
