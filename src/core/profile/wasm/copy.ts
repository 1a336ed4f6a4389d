import { IdIndex } from '../ids';
import type { FunctionColumns, LineColumns, LocationColumns, Mapping, SampleColumns } from '../profile';
import { StackIds } from '../stackids';
import { StringTable } from '../strings';
import type { WasmDecoder } from './decoder';

// Copies of the columns that a decoder filled, and whose memory is for the next profile.

export function copySamples(decoder: WasmDecoder): SampleColumns {
  const { exports } = decoder;
  const length = exports.samples.value;
  const each = exports.valuesEach.value;
  return {
    length,
    stack: decoder.uint32(exports.sampleStack, length),
    valueStart: each < 0 ? decoder.uint32(exports.sampleValueStart, length + 1) : multiples(each, length + 1),
    values: decoder.float64(exports.values, exports.valueCount.value),
    exactValues: new Map(),
    labelFrom: decoder.uint32(exports.sampleLabelFrom, length),
    end: decoder.uint32(exports.sampleEnd, length),
  };
}

const known = new Map<number, Uint32Array>();

/**
 * 0, n, 2n and so on: what `valueStart` is for all samples of all profiles that have n values a sample, and with 0 the upper
 * halves of all ids here.
 */
function multiples(n: number, length: number): Uint32Array {
  let column = known.get(n);
  if (!column || column.length < length) {
    column = new Uint32Array(length);
    for (let i = 0; n > 0 && i < column.length; i++) {
      column[i] = i * n;
    }
    known.set(n, column);
  }
  return column.subarray(0, length);
}

export function copyStrings(decoder: WasmDecoder, bytes: Uint8Array): StringTable {
  const { stringAt, strings } = decoder.exports;
  return new StringTable(bytes, decoder.uint32(stringAt, strings.value));
}

export function copyStacks(decoder: WasmDecoder, bytes: Uint8Array): StackIds {
  const { exports } = decoder;
  const length = exports.stacks.value;
  const isGathered = exports.gathered.value !== 0;
  return new StackIds({
    bytes: isGathered ? decoder.uint8(exports.gathered, exports.gatheredSize.value) : bytes,
    joined: isGathered ? NOTHING : decoder.uint8(exports.joined, exports.joinedSize.value),
    starts: decoder.uint32(exports.stackStart, length),
    ends: decoder.uint32(exports.stackEnd, length),
    leaves: decoder.int32(exports.stackLeaf, length),
    index: IdIndex.ofRows(decoder.viewInt32(exports.rowOfLocation, exports.greatestLocation.value + 1)),
    deepest: exports.deepest.value,
    locationCount: exports.locationCount.value,
  });
}

const NOTHING = new Uint8Array(0);

/** Undefined unless mappings have the ids from 1 on, in order, and locations name no other. */
export function copyLocations(decoder: WasmDecoder, mappings: readonly Mapping[]): LocationColumns | undefined {
  const { exports } = decoder;
  const length = exports.locations.value;
  if (exports.greatestMapping.value > mappings.length || mappings.some(({ id }, row) => id !== BigInt(row + 1))) {
    return undefined;
  }
  return {
    length,
    idLo: decoder.uint32(exports.locationId, length),
    idHi: multiples(0, length),
    addressLo: decoder.uint32(exports.locationAddressLo, length),
    addressHi: decoder.uint32(exports.locationAddressHi, length),
    mapping: decoder.int32(exports.locationMapping, length),
    lineStart: decoder.uint32(exports.locationLineStart, length + 1),
    fewestLines: length > 0 ? exports.fewestLines.value : 0,
    mostLines: exports.mostLines.value,
  };
}

export function copyLines(decoder: WasmDecoder): LineColumns {
  const { exports } = decoder;
  const length = exports.lines.value;
  return {
    function: decoder.int32(exports.lineFunction, length),
    line: new Float64Array(decoder.viewInt32(exports.lineNumber, length)),
    same: decoder.uint32(exports.lineSame, length),
    sameName: decoder.uint32(exports.lineSameName, length),
  };
}

export function copyFunctions(decoder: WasmDecoder): FunctionColumns {
  const { exports } = decoder;
  const length = exports.functions.value;
  return {
    length,
    idLo: decoder.uint32(exports.functionId, length),
    idHi: multiples(0, length),
    name: decoder.uint32(exports.functionName, length),
    filename: decoder.uint32(exports.functionFilename, length),
    startLine: new Float64Array(decoder.viewInt32(exports.functionStartLine, length)),
    sameName: decoder.uint32(exports.functionSameName, length),
    sameFile: decoder.uint32(exports.functionSameFile, length),
  };
}
