import { keepAlive } from '../alive';
import { runSteps, type Steps } from '../steps';
import { ProfileBuilder, type RawValueType } from './builder';
import { ProfileError } from './error';
import { checkExpansion } from './expansion';
import { IdIndex, idText } from './ids';
import { MessageReader } from './messages';
import type { LocationColumns, Mapping, Profile, StackColumns, ValueType } from './profile';
import { StackChecker } from './stackchecker';

/** Whether these bytes are a gzip stream (RFC 1952: 1f 8b), which is how Go serves every debug=0 profile. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Decodes the inflated bytes of a profile.proto. The profile keeps a reference to `bytes`: they must not change.
 *
 * Throws ProfileError for bytes that are cut or no profile, for wire types that profile.proto does not have, for ids
 * that no message carries and for string indexes out of range. What can be read but contradicts itself is
 * `checkValid`'s to find. Protocol buffers have no end mark, so a cut exactly between two top-level fields after the
 * last string cannot be seen here; it is the gzip trailer's to see.
 */
export function decodeProfile(bytes: Uint8Array): Profile {
  return runSteps(decodeSteps(bytes));
}

/** How many top-level fields, or stacks, make a step: about a millisecond's work. */
const FIELDS_PER_STEP = 4096;
const STACKS_PER_STEP = 2048;

/** As `decodeProfile`, in steps. */
export function* decodeSteps(bytes: Uint8Array): Steps<Profile> {
  if (bytes.length === 0) {
    throw new ProfileError('expected a profile, found no bytes', 0);
  }
  if (isGzip(bytes)) {
    throw new ProfileError('expected inflated bytes, found gzip (1f 8b): inflate the profile first', 0);
  }
  const out = new ProfileBuilder(bytes);
  const reader = new MessageReader(out);
  while (reader.fields(FIELDS_PER_STEP)) {
    yield;
  }
  if (out.maxString >= out.strings.length) {
    throw new ProfileError(
      `string index ${out.maxString} is out of range: the string table has ${out.strings.length} strings`,
      out.maxStringOffset
    );
  }
  if (out.strings.length === 0) {
    throw new ProfileError('expected a string table, found none', bytes.length);
  }
  const checker = new StackChecker(out.stacks, out.locationId.index());
  while (checker.check(STACKS_PER_STEP)) {
    yield;
  }
  keepAlive('decode', freshInstances());
  return resolve(out, checker.finish());
}

/** See keepAlive. */
function freshInstances(): object[] {
  const out = new ProfileBuilder(new Uint8Array(0));
  const index = out.locationId.index();
  const checker = new StackChecker(out.stacks, index);
  return [new MessageReader(out), index, checker, checker.finish(), out.strings.finish(out.bytes)];
}

function resolve(out: ProfileBuilder, stacks: StackColumns): Profile {
  const strings = out.strings.finish(out.bytes);
  const locations = resolveLocations(out);
  checkExpansion(out.bytes.length, locations, stacks);
  const valueType = (raw: RawValueType): ValueType => ({ type: strings.get(raw.type), unit: strings.get(raw.unit) });
  out.sampleValueStart.push(out.values.length);
  return {
    bytes: out.bytes,
    sampleTypes: out.sampleTypes.map(valueType),
    defaultSampleType: strings.get(out.defaultSampleType),
    samples: {
      length: out.sampleStack.length,
      stack: out.sampleStack.finish(),
      valueStart: out.sampleValueStart.finish(),
      values: out.values.finish(),
      exactValues: out.exactValues,
      labelFrom: out.sampleLabelFrom.finish(),
      end: out.sampleEnd.finish(),
    },
    stacks,
    locations,
    lines: {
      function: resolveFunctions(out),
      line: out.lineNumber.finish(),
      column: out.lineColumn.finish(),
    },
    functions: {
      length: out.functionName.length,
      idLo: out.functionId.lo.finish(),
      idHi: out.functionId.hi.finish(),
      name: out.functionName.finish(),
      systemName: out.functionSystemName.finish(),
      filename: out.functionFilename.finish(),
      startLine: out.functionStartLine.finish(),
    },
    mappings: out.mappings.map((raw): Mapping => ({
      ...raw,
      filename: strings.get(raw.filename),
      buildId: strings.get(raw.buildId),
    })),
    strings,
    dropFrames: strings.get(out.dropFrames),
    keepFrames: strings.get(out.keepFrames),
    timeNanos: out.timeNanos,
    durationNanos: out.durationNanos,
    periodType: out.periodType && valueType(out.periodType),
    period: out.period,
    comments: out.comments.map((index) => strings.get(index)),
    docUrl: strings.get(out.docUrl),
  };
}

function resolveLocations(out: ProfileBuilder): LocationColumns {
  const mappings = IdIndex.of(out.mappings.map(({ id }) => id));
  const { lo, hi } = out.locationMappingId;
  const length = out.locationOffset.length;
  const mapping = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const isNone = lo.at(row) === 0 && hi.at(row) === 0;
    const found = isNone ? -1 : mappings.row(lo.at(row), hi.at(row));
    if (found < 0 && !isNone) {
      throw new ProfileError(
        `location ${locationText(out, row)} names mapping ${idText(lo.at(row), hi.at(row))}, but no mapping has that id`,
        out.locationOffset.at(row)
      );
    }
    mapping[row] = found;
  }
  out.locationLineStart.push(out.lineNumber.length);
  return {
    length,
    idLo: out.locationId.lo.finish(),
    idHi: out.locationId.hi.finish(),
    addressLo: out.locationAddress.lo.finish(),
    addressHi: out.locationAddress.hi.finish(),
    mapping,
    isFolded: new Uint8Array(out.locationFolded.finish()),
    lineStart: out.locationLineStart.finish(),
  };
}

function resolveFunctions(out: ProfileBuilder): Int32Array {
  const index = out.functionId.index();
  const { lo, hi } = out.lineFunctionId;
  const result = new Int32Array(out.lineOffset.length);
  for (let line = 0; line < out.lineOffset.length; line++) {
    const isNone = lo.at(line) === 0 && hi.at(line) === 0;
    const row = isNone ? -1 : index.row(lo.at(line), hi.at(line));
    if (row < 0 && !isNone) {
      throw new ProfileError(
        `a line names function ${idText(lo.at(line), hi.at(line))}, but no function has that id`,
        out.lineOffset.at(line)
      );
    }
    result[line] = row;
  }
  return result;
}

function locationText(out: ProfileBuilder, row: number): string {
  return idText(out.locationId.lo.at(row), out.locationId.hi.at(row));
}

/** Of one empty string, which is the least that a profile must have. */
export const EMPTY_PROFILE = decodeProfile(Uint8Array.of(0x32, 0));
