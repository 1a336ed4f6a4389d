import { keepAlive } from '../alive';
import { Uint32Column } from './columns';
import { EMPTY_PROFILE } from './decode';
import { PairInterner } from './pairs';
import type { Profile } from './profile';
import { RangeInterner } from './ranges';

/**
 * What makes two frames the same, as in pprof's options of these names: the function; the function, file and line; the
 * file; the program counter.
 */
export type Granularity = 'functions' | 'lines' | 'files' | 'addresses';

export const GRANULARITIES: readonly Granularity[] = ['functions', 'lines', 'files', 'addresses'];

/** Frames as small numbers, the same number for the same frame. Location row i has `ids[start[i], start[i + 1])`. */
export interface FrameTable {
  /** How many different frames there are; ids are below this. */
  readonly length: number;
  readonly ids: Uint32Array;
  /** Inlined calls first, as in profile.proto. A location without symbols has one frame. */
  readonly start: Uint32Array;
  /** By frame: the row in `lines` that it was first seen at, -1 for a location without symbols. */
  readonly line: Int32Array;
}

/** Names as small numbers: two function rows whose names count as the same have the same number. */
export type NameNumbers = (profile: Profile) => Uint32Array;

/**
 * The frames of the profile's locations.
 *
 * @param names when two functions have the same name; by default when theirs are equal byte by byte.
 */
export function frameTable(profile: Profile, granularity: Granularity, names: NameNumbers = exactNames): FrameTable {
  const numberOf = new FrameNumbers(profile, granularity, names);
  const { ids, start } =
    granularity !== 'addresses' && isAllNamed(profile)
      ? { ids: numberOf.ofNamedLines(), start: profile.locations.lineStart }
      : framesByLocation(profile, numberOf);
  keepAlive('frames', [new FrameNumbers(EMPTY_PROFILE, granularity, exactNames), new PairInterner()]);
  return { length: numberOf.length, ids, start, line: numberOf.lines.subarray(0, numberOf.length) };
}

/** Whether every location has lines and every line a function, as in all that Go writes of Go code. Then a line is a frame. */
function isAllNamed({ lines, locations }: Profile): boolean {
  for (let location = 0; location < locations.length; location++) {
    if (locations.lineStart[location] === locations.lineStart[location + 1]) {
      return false;
    }
  }
  return !lines.function.includes(-1);
}

function framesByLocation({ lines, locations }: Profile, numberOf: FrameNumbers): Pick<FrameTable, 'ids' | 'start'> {
  const start = new Uint32Array(locations.length + 1);
  const ids = new Uint32Array(lines.function.length + locations.length);
  let length = 0;
  for (let location = 0; location < locations.length; location++) {
    const from = locations.lineStart[location] as number;
    const to = locations.lineStart[location + 1] as number;
    if (from === to) {
      ids[length++] = numberOf.frame(location, -1);
    }
    for (let line = from; line < to; line++) {
      ids[length++] = numberOf.frame(location, line);
    }
    start[location + 1] = length;
  }
  return { ids: ids.subarray(0, length), start };
}

/** Numbers function names that are equal byte by byte; no name is decoded. A profile's are worked out once. */
export function exactNames(profile: Profile): Uint32Array {
  let names = namesOf.get(profile);
  if (!names) {
    names = numberStrings(profile, profile.functions.name);
    namesOf.set(profile, names);
  }
  return names;
}

const namesOf = new WeakMap<Profile, Uint32Array>();

function numberStrings({ bytes, strings }: Profile, indexes: Uint32Array): Uint32Array {
  const interner = new RangeInterner(bytes, indexes.length);
  // By string index: the number + 1. Many functions name one file. Where most strings are labels it would be mostly empty.
  const known = strings.length <= MOST_STRINGS * indexes.length ? new Uint32Array(strings.length) : undefined;
  return indexes.map((index) => {
    const number = known?.[index] || interner.intern(strings.start(index), strings.end(index), 0) + 1;
    if (known) {
      known[index] = number;
    }
    return number - 1;
  });
}

/** For each function. Go has three at most: its name, its file and perhaps a linker's name. */
const MOST_STRINGS = 4;

/** Gives each different frame a number, by what the granularity looks at. */
class FrameNumbers {
  /** By number: the line row of the first sight. */
  readonly lines: Int32Array;
  length = 0;
  /** Whether functions, or files, are all that is told apart. */
  private readonly isWhole: boolean;
  /** By part: the frame + 1. */
  private readonly byPart: Uint32Array;
  private readonly pairs: PairInterner;
  private readonly byPair: Uint32Column;
  private readonly addresses = new PairInterner();
  private readonly places = new PairInterner();
  private readonly hugeLines = new PairInterner(1);
  /** By function row: what the granularity takes from the function. */
  private readonly functionPart: Uint32Array;

  constructor(
    private readonly profile: Profile,
    private readonly granularity: Granularity,
    names: NameNumbers
  ) {
    const most = profile.lines.function.length + profile.locations.length;
    this.lines = new Int32Array(most);
    this.functionPart = this.numberFunctions(names);
    this.isWhole = granularity === 'functions' || granularity === 'files';
    this.byPart = new Uint32Array(
      this.isWhole ? 1 + this.functionPart.reduce((most, part) => Math.max(most, part), 0) : 0
    );
    this.pairs = new PairInterner(this.isWhole ? 1 : Math.max(1, most));
    this.byPair = new Uint32Column(this.isWhole ? 1 : Math.max(1, most));
  }

  /** By line, where all have a function and the program counter does not matter. */
  ofNamedLines(): Uint32Array {
    const { function: functionOf, line: numbers } = this.profile.lines;
    const ids = new Uint32Array(functionOf.length);
    for (let line = 0; line < ids.length; line++) {
      const part = this.functionPart[functionOf[line] as number] as number;
      ids[line] = this.isWhole ? this.wholeFrame(part, line) : this.pairFrame(part, numbers[line] as number, line);
    }
    return ids;
  }

  /** Where every frame is a pair, a pair's number is its frame's. */
  private pairFrame(part: number, number: number, line: number): number {
    const pair = this.pairs.intern(part, this.line(number));
    return pair === this.length ? this.add(line) : pair;
  }

  /** @param line row in `lines`, -1 for a location without symbols. */
  frame(location: number, line: number): number {
    const row = line < 0 ? -1 : (this.profile.lines.function[line] as number);
    // Without symbols the binary is all that is known, as in pprof.
    const mapping = this.profile.locations.mapping[location] as number;
    const part = row < 0 ? -1 - (mapping + 1) : (this.functionPart[row] as number);
    return this.isWhole && part >= 0 ? this.wholeFrame(part, line) : this.partFrame(part, location, line, mapping);
  }

  /** The part alone makes the frame, and parts are small numbers: a table does. */
  private wholeFrame(part: number, line: number): number {
    const known = this.byPart[part] as number;
    return known > 0 ? known - 1 : (this.byPart[part] = this.add(line) + 1) - 1;
  }

  private partFrame(part: number, location: number, line: number, mapping: number): number {
    const pair = this.pairs.intern(part, this.place(location, line, mapping));
    if (pair === this.byPair.length) {
      this.byPair.push(this.add(line));
    }
    return this.byPair.at(pair);
  }

  private add(line: number): number {
    this.lines[this.length] = line;
    return this.length++;
  }

  /** What the granularity sees of where in its function a frame is. */
  private place(location: number, line: number, mapping: number): number {
    if (this.isWhole) {
      return 0;
    }
    const number = line < 0 ? 0 : this.line(this.profile.lines.line[line] as number);
    if (this.granularity === 'lines') {
      return number;
    }
    const { addressHi, addressLo } = this.profile.locations;
    const address = this.addresses.intern(addressLo[location] as number, addressHi[location] as number);
    return this.places.intern(number, this.places.intern(address, -1 - mapping));
  }

  /** A line number as 32 bits: itself, or a negative number for one that is no line of any real program. */
  private line(line: number): number {
    const isSmall = line >= 0 && line <= 0x7fffffff;
    return isSmall ? line : -1 - this.hugeLines.intern(line % 0x100000000, Math.floor(line / 0x100000000));
  }

  private numberFunctions(names: NameNumbers): Uint32Array {
    const { profile } = this;
    if (this.granularity === 'functions') {
      return names(profile);
    }
    const files = numberStrings(profile, profile.functions.filename);
    if (this.granularity === 'files') {
      return files;
    }
    const pairs = new PairInterner(profile.functions.length + 1);
    return names(profile).map((name, row) => pairs.intern(name, files[row] as number));
  }
}
