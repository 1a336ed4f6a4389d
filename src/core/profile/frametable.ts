import { PairInterner } from './pairs';
import type { FrameIds, Profile } from './profile';
import { LineNumbers, sameNumbers, samePlaces } from './same';

/**
 * What makes two frames the same, as in pprof's options of these names: the function; the function, file and line; the
 * file; the program counter.
 */
export type Granularity = 'functions' | 'lines' | 'files' | 'addresses';

export const GRANULARITIES: readonly Granularity[] = ['functions', 'lines', 'files', 'addresses'];

/** A location without symbols has one frame. */
export interface FrameTable extends FrameIds {
  /** How many different frames there are; ids are below this. */
  readonly length: number;
  /** By frame: the row in `lines` that it was first seen at, -1 for a location without symbols. */
  readonly line: Int32Array;
}

/**
 * The frames of the profile's locations.
 *
 * @param names by function row, when two functions count as having the same name: a small number, the same for the same. By
 *   default names are the same when they are equal byte by byte.
 */
export function frameTable(profile: Profile, granularity: Granularity, names?: Uint32Array): FrameTable {
  const same = sameLines(profile, granularity, names);
  return granularity !== 'addresses' && isAllNamed(profile)
    ? framesOfLines(profile, same)
    : framesOfLocations(profile, granularity, same);
}

/** By line: the first row of which the granularity takes the same. Says nothing where a line has no function. */
function sameLines({ functions, lines }: Profile, granularity: Granularity, names?: Uint32Array): Uint32Array {
  switch (granularity) {
    case 'functions':
      return names ? sameNumbers(lines.function, names) : lines.sameName;
    case 'files':
      return sameNumbers(lines.function, functions.sameFile);
    case 'lines':
    case 'addresses':
      return names ? samePlaces(lines.function, lines.line, names, functions.sameFile) : lines.same;
  }
}

/** Whether every location has lines and every line a function, as in all that Go writes of Go code. Then a line is a frame. */
function isAllNamed({ lines, locations }: Profile): boolean {
  return locations.fewestLines > 0 && !lines.function.includes(-1);
}

/** Where a line is a frame, and the same as the first row that it names. */
function framesOfLines({ locations }: Profile, same: Uint32Array): FrameTable {
  const ids = new Uint32Array(same.length);
  const line = new Int32Array(same.length);
  let length = 0;
  for (let row = 0; row < same.length; row++) {
    const first = same[row] as number;
    if (first === row) {
      line[length] = row;
      ids[row] = length++;
    } else {
      ids[row] = ids[first] as number;
    }
  }
  return { length, ids, start: locations.lineStart, line: line.subarray(0, length) };
}

/** Where some frames have no function, or program counters matter. */
function framesOfLocations(profile: Profile, granularity: Granularity, same: Uint32Array): FrameTable {
  const { length, lineStart } = profile.locations;
  const numbers = new FrameNumbers(profile, granularity, same);
  const start = new Uint32Array(length + 1);
  const ids = new Uint32Array(same.length + length);
  let at = 0;
  for (let location = 0; location < length; location++) {
    const from = lineStart[location] as number;
    const to = lineStart[location + 1] as number;
    if (from === to) {
      ids[at++] = numbers.of(location, -1);
    }
    for (let line = from; line < to; line++) {
      ids[at++] = numbers.of(location, line);
    }
    start[location + 1] = at;
  }
  return { length: numbers.lines.length, ids: ids.subarray(0, at), start, line: Int32Array.from(numbers.lines) };
}

class FrameNumbers {
  /** By frame: the line row of the first sight. */
  readonly lines: number[] = [];
  private readonly frames: PairInterner;
  private readonly unnamed = new PairInterner();
  private readonly addresses = new PairInterner();
  private readonly counters = new PairInterner();
  private readonly lineNumbers = new LineNumbers();

  constructor(
    private readonly profile: Profile,
    private readonly granularity: Granularity,
    /** By line. */
    private readonly same: Uint32Array
  ) {
    this.frames = new PairInterner(profile.locations.length + 1);
  }

  /** @param line row in `lines`, -1 for a location without symbols. */
  of(location: number, line: number): number {
    const isNamed = line >= 0 && this.profile.lines.function[line] !== -1;
    const part = isNamed ? (this.same[line] as number) : -1 - this.withoutFunction(location, line);
    const frame = this.frames.intern(part, this.granularity === 'addresses' ? this.counter(location) : 0);
    if (frame === this.lines.length) {
      this.lines.push(line);
    }
    return frame;
  }

  /** The binary is all that is known, as in pprof, and perhaps a line number. */
  private withoutFunction(location: number, line: number): number {
    const { lines, locations } = this.profile;
    const isWhole = this.granularity === 'functions' || this.granularity === 'files';
    const number = isWhole || line < 0 ? 0 : this.lineNumbers.key(lines.line[line] as number);
    return this.unnamed.intern(locations.mapping[location] as number, number);
  }

  private counter(location: number): number {
    const { addressHi, addressLo, mapping } = this.profile.locations;
    const address = this.addresses.intern(addressLo[location] as number, addressHi[location] as number);
    return this.counters.intern(address, mapping[location] as number);
  }
}
