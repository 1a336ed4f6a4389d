import { IdIndex } from '../ids';
import type { FunctionColumns, LineColumns, LocationColumns, SampleColumns } from '../profile';
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

/** 0, n, 2n and so on: what `valueStart` is for all samples of all profiles that have n values a sample. */
function multiples(n: number, length: number): Uint32Array {
  let column = known.get(n);
  if (!column || column.length < length) {
    column = Uint32Array.from({ length: 2 * length }, (_, i) => i * n);
    known.set(n, column);
  }
  return column.subarray(0, length);
}

export function copyStrings(decoder: WasmDecoder, bytes: Uint8Array): StringTable {
  const { stringAt, strings } = decoder.exports;
  return new StringTable(bytes, decoder.uint32(stringAt, strings.value));
}

export function copyStacks(decoder: WasmDecoder, bytes: Uint8Array, { idHi, idLo }: LocationColumns): StackIds {
  const { exports } = decoder;
  const length = exports.stacks.value;
  const starts = decoder.uint32(exports.stackStart, length);
  const ends = decoder.uint32(exports.stackEnd, length);
  const isGathered = exports.gathered.value !== 0;
  if (isGathered) {
    putTogether(starts, ends);
  }
  return new StackIds({
    bytes: isGathered ? decoder.uint8(exports.gathered, exports.gatheredSize.value) : bytes,
    joined: isGathered ? NOTHING : decoder.uint8(exports.joined, exports.joinedSize.value),
    starts,
    ends,
    leaves: decoder.int32(exports.stackLeaf, length),
    index: new IdIndex(idLo, idHi),
    deepest: exports.deepest.value,
    locationCount: exports.locationCount.value,
  });
}

const NOTHING = new Uint8Array(0);

/** Makes addresses of pieces that lie apart those of the same pieces one after the other. */
function putTogether(starts: Uint32Array, ends: Uint32Array): void {
  let at = 0;
  for (let row = 0; row < starts.length; row++) {
    const size = (ends[row] as number) - (starts[row] as number);
    starts[row] = at;
    ends[row] = at += size;
  }
}

/**
 * Undefined where a location names a mapping that there is not.
 *
 * @param mappings the row by id.
 */
export function copyLocations(
  decoder: WasmDecoder,
  mappings: ReadonlyMap<number, number>
): LocationColumns | undefined {
  const { exports } = decoder;
  const length = exports.locations.value;
  const mappingId = decoder.uint32(exports.locationMapping, length);
  const mapping = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const id = mappingId[row] as number;
    const found = id === 0 ? -1 : mappings.get(id);
    if (found === undefined) {
      return undefined;
    }
    mapping[row] = found;
  }
  return {
    length,
    idLo: decoder.uint32(exports.locationId, length),
    idHi: new Uint32Array(length),
    addressLo: decoder.uint32(exports.locationAddressLo, length),
    addressHi: decoder.uint32(exports.locationAddressHi, length),
    mapping,
    isFolded: decoder.uint8(exports.locationFolded, length),
    lineStart: decoder.uint32(exports.locationLineStart, length + 1),
  };
}

export function copyLines(decoder: WasmDecoder): LineColumns {
  const { exports } = decoder;
  const length = exports.lines.value;
  return {
    function: decoder.int32(exports.lineFunction, length),
    line: decoder.float64(exports.lineNumber, length),
    column: decoder.float64(exports.lineColumn, length),
    same: decoder.uint32(exports.lineSame, length),
  };
}

export function copyFunctions(decoder: WasmDecoder): FunctionColumns {
  const { exports } = decoder;
  const length = exports.functions.value;
  return {
    length,
    idLo: decoder.uint32(exports.functionId, length),
    idHi: new Uint32Array(length),
    name: decoder.uint32(exports.functionName, length),
    systemName: decoder.uint32(exports.functionSystemName, length),
    filename: decoder.uint32(exports.functionFilename, length),
    startLine: decoder.float64(exports.functionStartLine, length),
    sameName: decoder.uint32(exports.functionSameName, length),
    sameFile: decoder.uint32(exports.functionSameFile, length),
  };
}
