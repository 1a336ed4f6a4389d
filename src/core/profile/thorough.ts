import { keepAlive } from '../alive';
import type { Steps } from '../steps';
import { ProfileBuilder } from './builder';
import { ProfileError } from './error';
import { checkExpansion } from './expansion';
import { headOf } from './head';
import { IdIndex, idText } from './ids';
import { MessageReader } from './messages';
import { PairInterner } from './pairs';
import type { FunctionColumns, LineColumns, LocationColumns, Profile, StackColumns } from './profile';
import { sameNumbers, samePlaces, sameStrings } from './same';
import { StackChecker } from './stackchecker';
import { StringTable } from './strings';

/** How many top-level fields, or stacks, make a step: about a millisecond's work. */
const FIELDS_PER_STEP = 4096;
const STACKS_PER_STEP = 2048;

/** Decodes any profile that there can be, or says what is wrong with it, as decode.ts documents. */
export function* thoroughSteps(bytes: Uint8Array): Steps<Profile> {
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
  const profile = resolve(out, checker.finish());
  keepAlive('thorough', freshInstances());
  return profile;
}

/** See keepAlive. */
function freshInstances(): object[] {
  const out = new ProfileBuilder(new Uint8Array(0));
  const index = out.locationId.index();
  const checker = new StackChecker(out.stacks, index);
  const strings = new StringTable(out.bytes, new Uint32Array(0));
  return [new MessageReader(out), index, checker, checker.finish(), strings, new PairInterner()];
}

function resolve(out: ProfileBuilder, stacks: StackColumns): Profile {
  const strings = new StringTable(out.bytes, out.strings.finish());
  const functions = finishFunctions(out, strings);
  const locations = resolveLocations(out);
  checkExpansion(out.bytes.length, locations, stacks);
  out.sampleValueStart.push(out.values.length);
  return {
    bytes: out.bytes,
    ...headOf(out, strings),
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
    lines: resolveLines(out, functions),
    functions,
    strings,
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
  const lineStart = out.locationLineStart.finish();
  return {
    length,
    idLo: out.locationId.lo.finish(),
    idHi: out.locationId.hi.finish(),
    addressLo: out.locationAddress.lo.finish(),
    addressHi: out.locationAddress.hi.finish(),
    mapping,
    lineStart,
    ...lineCounts(lineStart),
  };
}

function lineCounts(lineStart: Uint32Array): Pick<LocationColumns, 'fewestLines' | 'mostLines'> {
  let fewestLines = Infinity;
  let mostLines = 0;
  for (let row = 0; row < lineStart.length - 1; row++) {
    const count = (lineStart[row + 1] as number) - (lineStart[row] as number);
    fewestLines = Math.min(fewestLines, count);
    mostLines = Math.max(mostLines, count);
  }
  return { fewestLines: Math.min(fewestLines, mostLines), mostLines };
}

function finishFunctions(out: ProfileBuilder, strings: StringTable): FunctionColumns {
  const name = out.functionName.finish();
  const filename = out.functionFilename.finish();
  return {
    length: name.length,
    idLo: out.functionId.lo.finish(),
    idHi: out.functionId.hi.finish(),
    name,
    filename,
    startLine: out.functionStartLine.finish(),
    sameName: sameStrings(out.bytes, strings, name),
    sameFile: sameStrings(out.bytes, strings, filename),
  };
}

function resolveLines(out: ProfileBuilder, { sameFile, sameName }: FunctionColumns): LineColumns {
  const functionOf = resolveFunctions(out);
  const line = out.lineNumber.finish();
  return {
    function: functionOf,
    line,
    same: samePlaces(functionOf, line, sameName, sameFile),
    sameName: sameNumbers(functionOf, sameName),
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
