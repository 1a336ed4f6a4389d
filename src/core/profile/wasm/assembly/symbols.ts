import { clearFields, field, INNER, OUTER, readFields } from './fields';
import { longer, take } from './memory';
import { noteString } from './strings';
import { end, refuse, varint } from './wire';

/** Columns of Location, Line and Function, as profile.ts has them; ids and line numbers of more than 31 bits are odd. */
export let locations: u32 = 0;
export let locationId: u32 = 0;
/** Ids less 1: rows of mappings where those have the ids from 1 on, and -1 for none. */
export let locationMapping: u32 = 0;
export let locationAddressLo: u32 = 0;
export let locationAddressHi: u32 = 0;
export let locationLineStart: u32 = 0;
let locationCapacity: u32 = 0;
/** The greatest id of a location, and of a mapping that one names. */
export let greatestLocation: u32 = 0;
export let greatestMapping: u32 = 0;
/** The least and the most lines that a location has. */
export let fewestLines: u32 = 0;
export let mostLines: u32 = 0;

export let lines: u32 = 0;
/** Ids; once they are resolved, rows of functions, -1 for none. */
export let lineFunction: u32 = 0;
export let lineNumber: u32 = 0;
let lineCapacity: u32 = 0;

export let functions: u32 = 0;
export let functionId: u32 = 0;
export let functionName: u32 = 0;
export let functionFilename: u32 = 0;
export let functionStartLine: u32 = 0;
let functionCapacity: u32 = 0;
let greatestFunction: u32 = 0;

/** By location id up to `greatestLocation`: the row, -1 for none. */
export let rowOfLocation: u32 = 0;

const MOST: u64 = 0x7fffffff;
/** -1, which is no row. */
const NONE: u32 = u32.MAX_VALUE;

/** The tag of Location.line. */
const LOCATION_LINE: u32 = 0x22;

/** The varints of each message, a bit for each number. */
const LOCATION_FIELDS: u32 = 0b101110;
const LINE_FIELDS: u32 = 0b1110;
const FUNCTION_FIELDS: u32 = 0b111110;

/** Of a profile's bytes a line takes some 64, where they are mostly symbols. A larger profile has more samples, not symbols. */
const MOST_EXPECTED: u32 = 16384;

export function resetSymbols(size: u32): void {
  const expected = min(max<u32>(64, size >>> 6), MOST_EXPECTED);
  locations = lines = functions = greatestLocation = greatestMapping = greatestFunction = mostLines = 0;
  fewestLines = u32.MAX_VALUE;
  locationCapacity = lineCapacity = functionCapacity = expected;
  locationId = take(expected << 2);
  locationMapping = take(expected << 2);
  locationAddressLo = take(expected << 2);
  locationAddressHi = take(expected << 2);
  locationLineStart = take((expected + 1) << 2);
  lineFunction = take(expected << 2);
  lineNumber = take(expected << 2);
  functionId = take(expected << 2);
  functionName = take(expected << 2);
  functionFilename = take(expected << 2);
  functionStartLine = take(expected << 2);
}

function growLocations(): void {
  const used = locationCapacity << 2;
  const size = used << 1;
  locationId = longer(locationId, used, size);
  locationMapping = longer(locationMapping, used, size);
  locationAddressLo = longer(locationAddressLo, used, size);
  locationAddressHi = longer(locationAddressHi, used, size);
  locationLineStart = longer(locationLineStart, used, size + 4);
  locationCapacity <<= 1;
}

function growLines(): void {
  lineFunction = longer(lineFunction, lineCapacity << 2, lineCapacity << 3);
  lineNumber = longer(lineNumber, lineCapacity << 2, lineCapacity << 3);
  lineCapacity <<= 1;
}

function growFunctions(): void {
  const used = functionCapacity << 2;
  const size = used << 1;
  functionId = longer(functionId, used, size);
  functionName = longer(functionName, used, size);
  functionFilename = longer(functionFilename, used, size);
  functionStartLine = longer(functionStartLine, used, size);
  functionCapacity <<= 1;
}

export function location(from: u32, to: u32): void {
  if (locations == locationCapacity) {
    growLocations();
  }
  const cell = locations << 2;
  const firstLine = lines;
  clearFields(OUTER);
  let at = readFields(OUTER, LOCATION_FIELDS, from, to);
  while (at < to && load<u8>(at) == LOCATION_LINE) {
    const size = varint(at + 1);
    at = end();
    if (size > <u64>(to - at)) {
      return refuse();
    }
    const lineEnd = at + <u32>size;
    line(at, lineEnd);
    at = readFields(OUTER, LOCATION_FIELDS, lineEnd, to);
  }
  const id = field(OUTER, 1);
  const mapping = field(OUTER, 2);
  const address = field(OUTER, 3);
  if (at != to || (id | mapping) > MOST) {
    return refuse();
  }
  store<u32>(locationId + cell, <u32>id);
  store<u32>(locationMapping + cell, <u32>mapping - 1);
  store<u32>(locationAddressLo + cell, <u32>address);
  store<u32>(locationAddressHi + cell, <u32>(address >>> 32));
  store<u32>(locationLineStart + cell, firstLine);
  locations++;
  greatestLocation = max(greatestLocation, <u32>id);
  greatestMapping = max(greatestMapping, <u32>mapping);
  fewestLines = min(fewestLines, lines - firstLine);
  mostLines = max(mostLines, lines - firstLine);
}

function line(from: u32, to: u32): void {
  if (lines == lineCapacity) {
    growLines();
  }
  clearFields(INNER);
  const at = readFields(INNER, LINE_FIELDS, from, to);
  const id = field(INNER, 1);
  const number = field(INNER, 2);
  if (at != to || (id | number | field(INNER, 3)) > MOST) {
    return refuse();
  }
  store<u32>(lineFunction + (lines << 2), <u32>id);
  store<u32>(lineNumber + (lines << 2), <u32>number);
  lines++;
}

export function func(from: u32, to: u32): void {
  if (functions == functionCapacity) {
    growFunctions();
  }
  const cell = functions << 2;
  clearFields(OUTER);
  const at = readFields(OUTER, FUNCTION_FIELDS, from, to);
  const id = field(OUTER, 1);
  const name = field(OUTER, 2);
  const systemName = field(OUTER, 3);
  const filename = field(OUTER, 4);
  const startLine = field(OUTER, 5);
  if (at != to || (id | startLine) > MOST) {
    return refuse();
  }
  noteString(name);
  noteString(systemName);
  noteString(filename);
  store<u32>(functionId + cell, <u32>id);
  store<u32>(functionName + cell, <u32>name);
  store<u32>(functionFilename + cell, <u32>filename);
  store<u32>(functionStartLine + cell, <u32>startLine);
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
    const row = id > greatestFunction ? NONE : load<u32>(rows + (id << 2));
    if (row == NONE && id != 0) {
      return refuse();
    }
    // Profiles have no function of id 0, which means none; one that does is not refused here, nor named by a line.
    store<u32>(at, id == 0 ? NONE : row);
  }
}

function isDense(greatest: u32, count: u32): bool {
  return greatest <= (count << 2) + 1024;
}

/** Of two rows with the same id the last one wins; checkValid refuses such a profile. */
function rowsById(ids: u32, count: u32, greatest: u32): u32 {
  const rows = take((greatest + 1) << 2);
  memory.fill(rows, 0xff, (greatest + 1) << 2);
  for (let row: u32 = 0; row < count; row++) {
    store<u32>(rows + (load<u32>(ids + (row << 2)) << 2), row);
  }
  return rows;
}

/** Up to which id all, but 0, are of a location. */
export function rowsUpTo(): u32 {
  let id: u32 = 0;
  while (id < greatestLocation && load<u32>(rowOfLocation + ((id + 1) << 2)) != NONE) {
    id++;
  }
  return id;
}
