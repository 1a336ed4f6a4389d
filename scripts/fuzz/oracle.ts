import { isUtf8 } from 'node:buffer';
import { idText } from '../../src/core/profile/ids';
import { sampleLabels, type Label } from '../../src/core/profile/labels';
import { sampleValue, type Profile } from '../../src/core/profile/profile';
import { messageType } from './schema';

/** A Long, or a number where protobufjs has a default. */
type Integer = { toString(): string } | number;

type LabelOfIndexes = Record<'key' | 'str' | 'num' | 'numUnit', Integer>;

/** What protobufjs's reflection makes of the messages in schema.ts. */
export interface ReflectedProfile {
  sampleType: Array<Record<'type' | 'unit', Integer>>;
  sample: Array<{ locationId: Integer[]; value: Integer[]; label: LabelOfIndexes[] }>;
  mapping: Array<Record<'id' | 'memoryStart' | 'memoryLimit' | 'fileOffset' | 'filename' | 'buildId', Integer>>;
  location: Array<
    Record<'id' | 'mappingId' | 'address', Integer> & {
      line: Array<Record<'functionId' | 'line', Integer>>;
    }
  >;
  function: Array<Record<'id' | 'name' | 'filename' | 'startLine', Integer>>;
  stringTable: Uint8Array[];
  timeNanos: Integer;
  durationNanos: Integer;
  period: Integer;
  comment: Integer[];
  defaultSampleType: Integer;
}

/** protobufjs's reading of the bytes, or its error. */
export function reflect(bytes: Uint8Array): ReflectedProfile | Error {
  try {
    return messageType('Profile').decode(bytes) as unknown as ReflectedProfile;
  } catch (error) {
    return error as Error;
  }
}

/**
 * The first difference between our profile and protobufjs's, of the whole content and not of totals alone; undefined
 * for none. Ids are compared where rows refer to one another: our references are rows.
 */
export function differenceOf(profile: Profile, other: ReflectedProfile): string | undefined {
  for (const [what, ours, theirs] of comparisons(profile, other)) {
    if (ours !== theirs) {
      return `${what}: ${clip(ours)}, but protobufjs says ${clip(theirs)}`;
    }
  }
  return undefined;
}

type Comparison = [what: string, ours: string, theirs: string];

function* comparisons(profile: Profile, other: ReflectedProfile): Generator<Comparison> {
  const { functions, lines, locations, samples, stacks, strings } = profile;
  const pair = (what: string, ours: unknown, theirs: unknown): Comparison => [what, String(ours), String(theirs)];
  const id = (lo: Uint32Array, hi: Uint32Array, row: number) => idText(lo[row] ?? 0, hi[row] ?? 0);
  const locationId = (row: number) => id(locations.idLo, locations.idHi, row);

  yield pair('samples', samples.length, other.sample.length);
  yield pair('sample types', profile.sampleTypes.length, other.sampleType.length);
  yield pair('strings', strings.length, other.stringTable.length);
  yield pair('functions', functions.length, other.function.length);
  yield pair('locations', locations.length, other.location.length);
  yield pair('mappings', profile.mappings.length, other.mapping.length);
  yield pair('comments', profile.comments.length, other.comment.length);
  yield pair('time', profile.timeNanos, other.timeNanos);
  yield pair('duration', profile.durationNanos, other.durationNanos);
  yield pair('period', profile.period, other.period);

  for (let index = 0; index < strings.length; index++) {
    const bytes = other.stringTable[index] as Uint8Array;
    // What bytes that are no UTF-8 become is for the decoder to choose.
    if (isUtf8(bytes)) {
      yield [`string ${index}`, strings.get(index), Buffer.from(bytes).toString('utf8')];
    }
  }
  for (const [sample, theirs] of other.sample.entries()) {
    const stack = samples.stack[sample] as number;
    const rows = stacks.locationsOf(stack);
    yield pair(`stack of sample ${sample}`, Array.from(rows, locationId).join(), theirs.locationId.join());
    const from = samples.valueStart[sample] as number;
    const count = (samples.valueStart[sample + 1] as number) - from;
    const values = Array.from({ length: count }, (_, type) => sampleValue(profile, sample, type));
    yield pair(`values of sample ${sample}`, values.join(), theirs.value.join());
    yield pair(
      `labels of sample ${sample}`,
      labelText(sampleLabels(profile, sample)),
      labelText(theirs.label.map((label) => readLabel(profile, label)))
    );
  }
  for (const [row, theirs] of other.location.entries()) {
    yield pair(`id of location ${row}`, locationId(row), theirs.id);
    yield pair(`address of location ${row}`, id(locations.addressLo, locations.addressHi, row), theirs.address);
    const mapping = profile.mappings[locations.mapping[row] as number];
    yield pair(`mapping of location ${row}`, mapping?.id ?? 0, theirs.mappingId);
    const ours: string[] = [];
    for (let line = locations.lineStart[row] as number; line < (locations.lineStart[row + 1] as number); line++) {
      const of = lines.function[line] as number;
      ours.push([of < 0 ? '0' : id(functions.idLo, functions.idHi, of), lines.line[line]].join(':'));
    }
    const others = theirs.line.map(({ functionId, line }) => [functionId, line].join(':'));
    yield pair(`lines of location ${row}`, ours.join(), others.join());
  }
  for (const [row, theirs] of other.function.entries()) {
    const { filename, name, startLine } = functions;
    yield pair(
      `function ${row}`,
      [id(functions.idLo, functions.idHi, row), name[row], filename[row], startLine[row]].join(),
      [theirs.id, theirs.name, theirs.filename, theirs.startLine].join()
    );
  }
  for (const [row, { fileOffset, id: theirId, memoryLimit, memoryStart }] of other.mapping.entries()) {
    const ours = profile.mappings[row];
    yield pair(
      `mapping ${row}`,
      [ours?.id, ours?.memoryStart, ours?.memoryLimit, ours?.fileOffset].join(),
      [theirId, memoryStart, memoryLimit, fileOffset].join()
    );
  }
}

/** protobufjs's label with our strings, which are compared by themselves. A label without `str` is a numeric one. */
function readLabel({ strings }: Profile, { key, num, numUnit, str }: LabelOfIndexes): Label {
  const text = (index: Integer) => strings.get(Number(index));
  return Number(str) !== 0
    ? { key: text(key), str: text(str) }
    : { key: text(key), num: BigInt(num.toString()), numUnit: text(numUnit) };
}

function labelText(labels: Label[]): string {
  return JSON.stringify(labels.map(({ key, num, numUnit, str }) => [key, str ?? null, String(num), numUnit || null]));
}

function clip(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
