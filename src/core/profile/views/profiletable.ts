import { countUp } from '../../sort';
import type { Steps } from '../../steps';
import { frameTable, type Granularity } from '../frametable';
import { sampleLabels } from '../labels';
import type { Profile, StackColumns } from '../profile';
import { describeFrame } from '../top';
import { frameKey, named } from './framename';
import { checkExact, NO_FUNCTION, NO_LINE, type FrameNumbers, type StackTable, type Symbols } from './stacktable';
import type { NamedFrame } from './view';

const SAMPLES_PER_STEP = 32768;
const STACKS_PER_STEP = 8192;

/** The samples of a profile for one of its sample types. Throws ProfileError where the values add up beyond 2^53. */
export function* profileTableSteps(profile: Profile, typeIndex: number): Steps<StackTable> {
  const { locations, samples, sampleTypes, stacks } = profile;
  const sampleType = sampleTypes[typeIndex] ?? { type: '', unit: '' };
  const values = new Float64Array(samples.length);
  let sum = 0;
  for (let from = 0; from < samples.length; from += SAMPLES_PER_STEP) {
    const to = Math.min(samples.length, from + SAMPLES_PER_STEP);
    for (let sample = from; sample < to; sample++) {
      values[sample] = samples.values[(samples.valueStart[sample] as number) + typeIndex] as number;
    }
    sum = checkExact(values.subarray(from, to), sampleType, sum);
    yield;
  }
  const { functionOf, start } = linesOf(profile);
  yield;
  return {
    sampleType,
    samples: { length: samples.length, values, stack: samples.stack, row: countUp(samples.length) },
    stacks: yield* writtenOutSteps(stacks),
    locations: { length: locations.length, start, lines: countUp(functionOf.length) },
    symbols: new ProfileSymbols(profile, functionOf),
  };
}

/** Views go over all stacks many times, and filters take locations out of them. */
function* writtenOutSteps(stacks: StackColumns): Steps<StackTable['stacks']> {
  const { length } = stacks;
  const start = new Uint32Array(length + 1);
  const locations = new Uint32Array(stacks.locationCount);
  let at = 0;
  for (let row = 0; row < length; row++) {
    at += stacks.read(row, locations, at);
    start[row + 1] = at;
    if (row % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
  }
  return { length, start, locations };
}

/** The lines of all locations one after the other, as `frameTable` has them. */
function linesOf({ lines, locations }: Profile): { functionOf: Int32Array; start: Uint32Array } {
  const start = new Uint32Array(locations.length + 1);
  const functionOf = new Int32Array(lines.function.length + locations.length);
  let length = 0;
  for (let location = 0; location < locations.length; location++) {
    const from = locations.lineStart[location] as number;
    const to = locations.lineStart[location + 1] as number;
    if (from === to) {
      functionOf[length++] = NO_LINE;
    }
    for (let line = from; line < to; line++) {
      const row = lines.function[line] as number;
      functionOf[length++] = row < 0 ? NO_FUNCTION : row;
    }
    start[location + 1] = length;
  }
  return { functionOf: functionOf.subarray(0, length), start };
}

class ProfileSymbols implements Symbols {
  readonly functions: number;
  readonly binaryOf: Int32Array;
  readonly binaries: readonly string[];

  constructor(
    private readonly profile: Profile,
    readonly functionOf: Int32Array
  ) {
    this.functions = profile.functions.length;
    this.binaryOf = profile.locations.mapping;
    this.binaries = profile.mappings.map(({ filename }) => filename);
  }

  functionName(index: number): string {
    return this.profile.strings.get(this.profile.functions.name[index] as number);
  }

  functionFile(index: number): string {
    return this.profile.strings.get(this.profile.functions.filename[index] as number);
  }

  frames(granularity: Granularity): FrameNumbers {
    return new ProfileFrames(this.profile, granularity);
  }

  labels(sampleRow: number) {
    return sampleLabels(this.profile, sampleRow);
  }

  isZero(sampleRow: number): boolean {
    const { valueStart, values } = this.profile.samples;
    return values.subarray(valueStart[sampleRow], valueStart[sampleRow + 1]).every((value) => value === 0);
  }
}

class ProfileFrames implements FrameNumbers {
  private readonly table;
  /** By frame: the location it was first seen at. */
  private readonly locationOf: Uint32Array;
  private readonly known: NamedFrame[] = [];

  constructor(
    private readonly profile: Profile,
    private readonly granularity: Granularity
  ) {
    this.table = frameTable(profile, granularity);
    const { ids, length, start } = this.table;
    this.locationOf = new Uint32Array(length);
    for (let location = profile.locations.length - 1; location >= 0; location--) {
      for (let at = start[location] as number; at < (start[location + 1] as number); at++) {
        this.locationOf[ids[at] as number] = location;
      }
    }
  }

  get length(): number {
    return this.table.length;
  }

  get ids(): Uint32Array {
    return this.table.ids;
  }

  frame(id: number): NamedFrame {
    return (this.known[id] ??= named(
      {
        ...describeFrame(this.profile, this.table, id, this.granularity),
        lineNumber: this.profile.lines.line[this.table.line[id] as number] ?? 0,
        address: this.granularity === 'addresses' ? this.address(id) : '',
        binary: this.binary(id),
      },
      this.granularity
    ));
  }

  key(id: number): string {
    return frameKey(this.frame(id), this.binary(id));
  }

  private binary(id: number): string {
    const { locations, mappings } = this.profile;
    return mappings[locations.mapping[this.locationOf[id] as number] as number]?.filename ?? '';
  }

  private address(id: number): string {
    const { addressHi, addressLo } = this.profile.locations;
    const location = this.locationOf[id] as number;
    const address = (BigInt(addressHi[location] as number) << 32n) | BigInt(addressLo[location] as number);
    return address === 0n ? '' : address.toString(16).padStart(16, '0');
  }
}
