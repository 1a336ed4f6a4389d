import { ProfileBuilder, type RawValueType } from './builder';
import { Int32Column, Uint32Column } from './columns';
import { ProfileError } from './error';
import { IdIndex, idText, type IdColumn } from './ids';
import { MessageReader } from './messages';
import type { LocationColumns, Mapping, Profile, StackColumns, ValueType } from './profile';
import type { StringTable } from './strings';
import { WireReader } from './wire';

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
  if (bytes.length === 0) {
    throw new ProfileError('expected a profile, found no bytes', 0);
  }
  if (isGzip(bytes)) {
    throw new ProfileError('expected inflated bytes, found gzip (1f 8b): inflate the profile first', 0);
  }
  const out = new ProfileBuilder();
  new MessageReader(bytes, out).profile();
  if (out.maxString >= out.strings.length) {
    throw new ProfileError(
      `string index ${out.maxString} is out of range: the string table has ${out.strings.length} strings`,
      out.maxStringOffset
    );
  }
  if (out.strings.length === 0) {
    throw new ProfileError('expected a string table, found none', bytes.length);
  }
  const strings = out.strings.finish(bytes);
  return resolve(out, strings);
}

function resolve(out: ProfileBuilder, strings: StringTable): Profile {
  const locations = resolveLocations(out);
  const valueType = (raw: RawValueType): ValueType => ({ type: strings.get(raw.type), unit: strings.get(raw.unit) });
  out.sampleValueStart.push(out.values.length);
  out.sampleLabelStart.push(out.labelKey.length);
  return {
    sampleTypes: out.sampleTypes.map(valueType),
    defaultSampleType: strings.get(out.defaultSampleType),
    samples: {
      length: out.sampleStack.length,
      stack: out.sampleStack.finish(),
      valueStart: out.sampleValueStart.finish(),
      values: out.values.finish(),
      exactValues: out.exactValues,
      labelStart: out.sampleLabelStart.finish(),
    },
    labels: {
      key: out.labelKey.finish(),
      str: out.labelStr.finish(),
      num: out.labelNum.finish(),
      numUnit: out.labelNumUnit.finish(),
      exactNums: out.exactNums,
    },
    stacks: expandStacks(out),
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
  const mappings = new Map(out.mappings.map(({ id }, row) => [id, row]));
  const { lo, hi } = out.locationMappingId;
  const mapping = new Int32Column(out.locationOffset.length + 1);
  for (let row = 0; row < out.locationOffset.length; row++) {
    const id = (BigInt(hi.at(row)) << 32n) | BigInt(lo.at(row));
    const found = id === 0n ? -1 : mappings.get(id);
    if (found === undefined) {
      throw new ProfileError(
        `location ${locationText(out, row)} names mapping ${id}, but no mapping has that id`,
        out.locationOffset.at(row)
      );
    }
    mapping.push(found);
  }
  out.locationLineStart.push(out.lineNumber.length);
  return {
    length: out.locationOffset.length,
    idLo: out.locationId.lo.finish(),
    idHi: out.locationId.hi.finish(),
    addressLo: out.locationAddress.lo.finish(),
    addressHi: out.locationAddress.hi.finish(),
    mapping: mapping.finish(),
    isFolded: Uint8Array.from(out.locationFolded.finish()),
    lineStart: out.locationLineStart.finish(),
  };
}

function resolveFunctions(out: ProfileBuilder): Int32Array {
  const index = indexOf(out.functionId);
  const { lo, hi } = out.lineFunctionId;
  const result = new Int32Column(out.lineOffset.length + 1);
  for (let line = 0; line < out.lineOffset.length; line++) {
    const isNone = lo.at(line) === 0 && hi.at(line) === 0;
    const row = isNone ? -1 : index.row(lo.at(line), hi.at(line));
    if (row < 0 && !isNone) {
      throw new ProfileError(
        `a line names function ${idText(lo.at(line), hi.at(line))}, but no function has that id`,
        out.lineOffset.at(line)
      );
    }
    result.push(row);
  }
  return result.finish();
}

/** Decodes the location ids of each distinct stack, once. */
function expandStacks(out: ProfileBuilder): StackColumns {
  const index = indexOf(out.locationId);
  const { bytes, ends, offsets } = out.stacks.finish();
  const wire = new WireReader(bytes);
  const start = new Uint32Column(ends.length + 1);
  const locations = new Uint32Column(bytes.length + 1);
  for (let stack = 0; stack < ends.length; stack++) {
    start.push(locations.length);
    const end = ends[stack] as number;
    while (wire.pos < end) {
      wire.varint(end);
      const row = index.row(wire.lo, wire.hi);
      if (row < 0) {
        throw new ProfileError(
          `a sample names location ${idText(wire.lo, wire.hi)}, but no location has that id`,
          offsets[stack]
        );
      }
      locations.push(row);
    }
  }
  start.push(locations.length);
  return { length: ends.length, start: start.finish(), locations: locations.finish() };
}

function indexOf(ids: IdColumn): IdIndex {
  return new IdIndex(ids.lo.finish(), ids.hi.finish());
}

function locationText(out: ProfileBuilder, row: number): string {
  return idText(out.locationId.lo.at(row), out.locationId.hi.at(row));
}
