import { longer, take, zeros } from './memory';
import { noteString } from './strings';
import { end, refuse, varint } from './wire';

/** Columns of Location, Line and Function, as profile.ts has them; ids and line numbers of more than 31 bits are odd. */
export let locations: u32 = 0;
export let locationId: u32 = 0;
export let locationMapping: u32 = 0;
export let locationAddressLo: u32 = 0;
export let locationAddressHi: u32 = 0;
export let locationFolded: u32 = 0;
export let locationLineStart: u32 = 0;
let locationCapacity: u32 = 0;
let greatestLocation: u32 = 0;

export let lines: u32 = 0;
/** Ids; once they are resolved, rows of functions, -1 for none. */
export let lineFunction: u32 = 0;
export let lineNumber: u32 = 0;
export let lineColumn: u32 = 0;
let lineCapacity: u32 = 0;

export let functions: u32 = 0;
export let functionId: u32 = 0;
export let functionName: u32 = 0;
export let functionSystemName: u32 = 0;
export let functionFilename: u32 = 0;
export let functionStartLine: u32 = 0;
let functionCapacity: u32 = 0;
let greatestFunction: u32 = 0;

/** By location id up to `greatestLocation`: the row + 1, 0 for none. */
export let rowOfLocation: u32 = 0;

/** A field may come twice, and then the last one counts; but each must be one that thorough.ts takes. */
const MOST: u64 = 0x7fffffff;

/** Of a profile's bytes a line takes some 64, where they are mostly symbols. A larger profile has more samples, not symbols. */
const MOST_EXPECTED: u32 = 16384;

export function resetSymbols(size: u32): void {
  const expected = min(max<u32>(64, size >>> 6), MOST_EXPECTED);
  locations = lines = functions = greatestLocation = greatestFunction = 0;
  locationCapacity = lineCapacity = functionCapacity = expected;
  locationId = take(expected << 2);
  locationMapping = take(expected << 2);
  locationAddressLo = take(expected << 2);
  locationAddressHi = take(expected << 2);
  locationFolded = take(expected);
  locationLineStart = take((expected + 1) << 2);
  lineFunction = take(expected << 2);
  lineNumber = take(expected << 3);
  lineColumn = take(expected << 3);
  functionId = take(expected << 2);
  functionName = take(expected << 2);
  functionSystemName = take(expected << 2);
  functionFilename = take(expected << 2);
  functionStartLine = take(expected << 3);
}

function growLocations(): void {
  const used = locationCapacity << 2;
  const size = used << 1;
  locationId = longer(locationId, used, size);
  locationMapping = longer(locationMapping, used, size);
  locationAddressLo = longer(locationAddressLo, used, size);
  locationAddressHi = longer(locationAddressHi, used, size);
  locationFolded = longer(locationFolded, locationCapacity, locationCapacity << 1);
  locationLineStart = longer(locationLineStart, used, size + 4);
  locationCapacity <<= 1;
}

function growLines(): void {
  lineFunction = longer(lineFunction, lineCapacity << 2, lineCapacity << 3);
  lineNumber = longer(lineNumber, lineCapacity << 3, lineCapacity << 4);
  lineColumn = longer(lineColumn, lineCapacity << 3, lineCapacity << 4);
  lineCapacity <<= 1;
}

function growFunctions(): void {
  const used = functionCapacity << 2;
  const size = used << 1;
  functionId = longer(functionId, used, size);
  functionName = longer(functionName, used, size);
  functionSystemName = longer(functionSystemName, used, size);
  functionFilename = longer(functionFilename, used, size);
  functionStartLine = longer(functionStartLine, used << 1, size << 1);
  functionCapacity <<= 1;
}

export function location(from: u32, to: u32): void {
  if (locations == locationCapacity) {
    growLocations();
  }
  const cell = locations << 2;
  let id: u64 = 0;
  let mapping: u64 = 0;
  let address: u64 = 0;
  let folded: u64 = 0;
  let all: u64 = 0;
  store<u32>(locationLineStart + cell, lines);
  let at = from;
  while (at < to) {
    const tag = load<u8>(at);
    const content = varint(at + 1);
    at = end();
    if (tag == 0x22) {
      // Of a line the varint is the size.
      if (content > <u64>(to - at)) {
        return refuse();
      }
      line(at, at + <u32>content);
      at += <u32>content;
    } else if (tag == 0x08) {
      id = content;
      all |= content;
    } else if (tag == 0x10) {
      mapping = content;
      all |= content;
    } else if (tag == 0x18) {
      address = content;
    } else if (tag == 0x28) {
      folded = content;
    } else {
      return refuse();
    }
  }
  if (at != to || all > MOST) {
    return refuse();
  }
  store<u32>(locationId + cell, <u32>id);
  store<u32>(locationMapping + cell, <u32>mapping);
  store<u32>(locationAddressLo + cell, <u32>address);
  store<u32>(locationAddressHi + cell, <u32>(address >>> 32));
  store<u8>(locationFolded + locations, folded != 0 ? 1 : 0);
  locations++;
  greatestLocation = max(greatestLocation, <u32>id);
}

function line(from: u32, to: u32): void {
  if (lines == lineCapacity) {
    growLines();
  }
  let id: u64 = 0;
  let number: u64 = 0;
  let column: u64 = 0;
  let all: u64 = 0;
  let at = from;
  while (at < to) {
    const tag = load<u8>(at);
    const content = varint(at + 1);
    at = end();
    all |= content;
    if (tag == 0x08) {
      id = content;
    } else if (tag == 0x10) {
      number = content;
    } else if (tag == 0x18) {
      column = content;
    } else {
      return refuse();
    }
  }
  if (at != to || all > MOST) {
    return refuse();
  }
  store<u32>(lineFunction + (lines << 2), <u32>id);
  store<f64>(lineNumber + (lines << 3), <f64>number);
  store<f64>(lineColumn + (lines << 3), <f64>column);
  lines++;
}

export function func(from: u32, to: u32): void {
  if (functions == functionCapacity) {
    growFunctions();
  }
  const cell = functions << 2;
  let id: u64 = 0;
  let name: u64 = 0;
  let systemName: u64 = 0;
  let filename: u64 = 0;
  let startLine: u64 = 0;
  let all: u64 = 0;
  let at = from;
  while (at < to) {
    const tag = load<u8>(at);
    const content = varint(at + 1);
    at = end();
    all |= content;
    if (tag == 0x08) {
      id = content;
    } else if (tag == 0x10) {
      name = content;
      noteString(content);
    } else if (tag == 0x18) {
      systemName = content;
      noteString(content);
    } else if (tag == 0x20) {
      filename = content;
      noteString(content);
    } else if (tag == 0x28) {
      startLine = content;
    } else {
      return refuse();
    }
  }
  if (at != to || all > MOST) {
    return refuse();
  }
  store<u32>(functionId + cell, <u32>id);
  store<u32>(functionName + cell, <u32>name);
  store<u32>(functionSystemName + cell, <u32>systemName);
  store<u32>(functionFilename + cell, <u32>filename);
  store<f64>(functionStartLine + (functions << 3), <f64>startLine);
  functions++;
  greatestFunction = max(greatestFunction, <u32>id);
}

/** From ids to rows. Refuses ids that are not about as many as there are messages, and lines that name no function. */
export function resolveSymbols(): void {
  store<u32>(locationLineStart + (locations << 2), lines);
  if (!isDense(greatestLocation, locations) || !isDense(greatestFunction, functions)) {
    return refuse();
  }
  rowOfLocation = rowsById(locationId, locations, greatestLocation);
  const rows = rowsById(functionId, functions, greatestFunction);
  for (let at = lineFunction; at < lineFunction + (lines << 2); at += 4) {
    const id = load<u32>(at);
    const row = id > greatestFunction ? 0 : load<u32>(rows + (id << 2));
    if (row == 0 && id != 0) {
      return refuse();
    }
    // Profiles have no function of id 0, which means none; one that does is not refused here, nor named by a line.
    store<u32>(at, id == 0 ? u32.MAX_VALUE : row - 1);
  }
}

function isDense(greatest: u32, count: u32): bool {
  return greatest <= (count << 2) + 1024;
}

/** Of two rows with the same id the last one wins; checkValid refuses such a profile. */
function rowsById(ids: u32, count: u32, greatest: u32): u32 {
  const rows = zeros((greatest + 1) << 2);
  for (let row: u32 = 0; row < count; row++) {
    store<u32>(rows + (load<u32>(ids + (row << 2)) << 2), row + 1);
  }
  return rows;
}

/** Up to which id all, but 0, are of a location. */
export function rowsUpTo(): u32 {
  let id: u32 = 0;
  while (id < greatestLocation && load<u32>(rowOfLocation + ((id + 1) << 2)) != 0) {
    id++;
  }
  return id;
}
