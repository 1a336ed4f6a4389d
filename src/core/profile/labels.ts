import type { ProfileBuilder } from './builder';
import { HeadReader } from './headreader';
import type { Profile } from './profile';
import { BYTES, WireReader } from './wire';

/** A label as a person reads it. Numeric ones have a `num` and perhaps a unit; beyond 2^53 the number is a bigint. */
export interface Label {
  readonly key: string;
  readonly str?: string;
  readonly num?: number | bigint;
  readonly numUnit?: string;
}

/** Checks the Label message while the profile is decoded; its content is read when someone asks for it, not before. */
export class LabelReader extends HeadReader<ProfileBuilder> {
  protected label(end: number): void {
    const { wire } = this;
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          this.stringIndex(end, 'Label.key');
          break;
        case 2:
          this.stringIndex(end, 'Label.str');
          break;
        case 3:
          this.scalar(end, 'Label.num');
          break;
        case 4:
          this.stringIndex(end, 'Label.num_unit');
          break;
        default:
          wire.skip(end);
      }
    }
  }
}

/** The labels of one sample, in the profile's order. Decodes their strings and no others. */
export function sampleLabels(profile: Profile, sample: number): Label[] {
  const result: Label[] = [];
  const cursor = new LabelCursor(profile);
  const { strings } = profile;
  cursor.seek(sample);
  while (cursor.next()) {
    const key = strings.get(cursor.key);
    if (cursor.str !== 0) {
      result.push({ key, str: strings.get(cursor.str) });
    } else {
      const numUnit = strings.get(cursor.numUnit);
      result.push({ key, num: cursor.num(), ...(numUnit ? { numUnit } : {}) });
    }
  }
  return result;
}

/** Samples by what they say under one label key. */
export interface LabelGroups {
  /** The label's value by group, a number with its unit; undefined for the samples that do not have the label. */
  readonly values: ReadonlyArray<string | undefined>;
  /** By sample. */
  readonly groupOf: Uint32Array;
}

/**
 * Puts together the samples that have the same value under `key` (the first, where a sample has several). Of all the
 * other labels nothing is decoded but their keys.
 */
export function labelGroups(profile: Profile, key: string): LabelGroups {
  const cursor = new LabelCursor(profile);
  const numbers = new Map<string | undefined, number>();
  const byString = new Map<number, number>();
  const isKey = new Map<number, boolean>();
  const number = (value: string | undefined): number => {
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  };
  const groupOf = new Uint32Array(profile.samples.length);
  for (let sample = 0; sample < groupOf.length; sample++) {
    if (!cursor.find(sample, (index) => remember(isKey, index, () => profile.strings.get(index) === key))) {
      groupOf[sample] = number(undefined);
    } else if (cursor.str !== 0) {
      groupOf[sample] = remember(byString, cursor.str, () => number(profile.strings.get(cursor.str)));
    } else {
      groupOf[sample] = number([cursor.num(), profile.strings.get(cursor.numUnit)].join(' ').trim());
    }
  }
  return { values: [...numbers.keys()], groupOf };
}

function remember<V>(known: Map<number, V>, index: number, find: () => V): V {
  let value = known.get(index);
  if (value === undefined) {
    value = find();
    known.set(index, value);
  }
  return value;
}

/** Walks over the labels of samples; the fields are those of the label in hand. The bytes were checked when decoded. */
export class LabelCursor {
  /** String indexes; `str` is 0 for a numeric label. */
  key = 0;
  str = 0;
  numUnit = 0;
  private numLo = 0;
  private numHi = 0;
  private end = 0;
  private readonly wire: WireReader;

  constructor(private readonly profile: Profile) {
    this.wire = new WireReader(profile.bytes);
  }

  seek(sample: number): void {
    this.wire.pos = this.profile.samples.labelFrom[sample] ?? 0;
    this.end = this.profile.samples.end[sample] ?? 0;
  }

  /** Goes to the sample's first label whose key (a string index) passes; false where there is none. */
  find(sample: number, passes: (key: number) => boolean): boolean {
    this.seek(sample);
    while (this.next()) {
      if (passes(this.key)) {
        return true;
      }
    }
    return false;
  }

  /** Goes to the sample's next label; false after its last. */
  next(): boolean {
    const { end, wire } = this;
    while (wire.pos < end) {
      if (wire.tag(end) === 3 && wire.wireType === BYTES) {
        this.read(wire.length(end, 'Sample.label'));
        return true;
      }
      wire.skip(end);
    }
    return false;
  }

  /** int64; a bigint where a number could not hold it. */
  num(): number | bigint {
    const exact = BigInt.asIntN(64, (BigInt(this.numHi) << 32n) | BigInt(this.numLo));
    const rounded = Number(exact);
    return Number.isSafeInteger(rounded) ? rounded : exact;
  }

  private read(end: number): void {
    const { wire } = this;
    this.key = this.str = this.numUnit = this.numLo = this.numHi = 0;
    while (wire.pos < end) {
      const field = wire.tag(end);
      if (field > 4) {
        wire.skip(end);
        continue;
      }
      wire.varint(end);
      switch (field) {
        case 1:
          this.key = wire.lo;
          break;
        case 2:
          this.str = wire.lo;
          break;
        case 3:
          this.numLo = wire.lo;
          this.numHi = wire.hi;
          break;
        default:
          this.numUnit = wire.lo;
      }
    }
  }
}
