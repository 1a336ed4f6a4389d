// Where the parts of a line are, in its bytes: no string is made of what was seen before.

const TAB = 0x09;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const SLASH = 0x2f;
const COLON = 0x3a;

export function startsWith(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start < word.length) {
    return false;
  }
  for (let i = 0; i < word.length; i++) {
    if (bytes[start + i] !== word.charCodeAt(i)) {
      return false;
    }
  }
  return true;
}

/**
 * Where the name ends in `main.(*T).run(0xc000012345?, {0x1, ...})`: at the last bracket that holds nothing but
 * arguments as the runtime prints them. -1 for any other line.
 */
export function endOfCall(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[end - 1] !== CLOSE) {
    return -1;
  }
  for (let i = end - 2; i > start; i--) {
    const byte = bytes[i] as number;
    if (byte === OPEN) {
      return i;
    }
    if (ARGUMENT[byte] !== 1) {
      return -1;
    }
  }
  return -1;
}

/** runtime/traceback.go, printArgs; Go 1.17 and older print the same without braces, `_` and `?`. */
const ARGUMENT = new Uint8Array(256);
for (const char of '0123456789abcdefx{}_?., ') {
  ARGUMENT[char.charCodeAt(0)] = 1;
}

/**
 * Where the place ends in a tab, `/src/main.go:12` and what may follow it: ` +0x1b`, ` fp=0x1 sp=0x1 pc=0x1`. -1 for any
 * other line; `start + 1` where C code has no place: a tab and `pc=0x1`. File names may hold spaces and colons.
 */
export function endOfPlace(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== TAB) {
    return -1;
  }
  let stop = end;
  for (let i = end - 1; i > start && bytes[i] !== SLASH; i--) {
    if (bytes[i] === SPACE) {
      if (!isAddress(bytes, i + 1, stop)) {
        break;
      }
      stop = i;
    }
  }
  if (isAddress(bytes, start + 1, stop)) {
    return start + 1;
  }
  let digits = stop;
  while (digits > start + 1 && isDigit(bytes[digits - 1] as number)) {
    digits--;
  }
  return digits < stop && bytes[digits - 1] === COLON && digits - 1 > start + 1 ? stop : -1;
}

/** `+0x1b`, `fp=0xc000012345`. */
function isAddress(bytes: Uint8Array, start: number, end: number): boolean {
  const prefix = ADDRESSES.find((word) => startsWith(bytes, start, end, word));
  const hex = prefix === undefined ? end : start + prefix.length;
  for (let i = hex; i < end; i++) {
    const byte = bytes[i] as number;
    if (!isDigit(byte) && !(byte >= 0x61 && byte <= 0x66)) {
      return false;
    }
  }
  return hex < end;
}

const ADDRESSES = ['+0x', 'fp=0x', 'sp=0x', 'pc=0x'];

/** Where the name ends in `main.run in goroutine 7`, as Go 1.21 and newer write it; `end` where that is not told. */
export function endOfCreator(bytes: Uint8Array, start: number, end: number, inGoroutine: string): number {
  let digits = end;
  while (digits > start && isDigit(bytes[digits - 1] as number)) {
    digits--;
  }
  const name = digits - inGoroutine.length;
  return digits < end && name > start && startsWith(bytes, name, digits, inGoroutine) ? name : end;
}

/** The digits of a range as a number. */
export function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let result = 0;
  for (let i = start; i < end; i++) {
    result = result * 10 + ((bytes[i] as number) - 0x30);
  }
  return result;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
