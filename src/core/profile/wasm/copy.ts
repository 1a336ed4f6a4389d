import { IdIndex } from '../ids';
import type { FunctionColumns, LineColumns, LocationColumns, SampleColumns } from '../profile';
import { StackIds } from '../stackids';
import { StringTable } from '../strings';
import type { WasmDecoder } from './decoder';

// Copies of the columns that a decoder filled, and whose memory is for the next profile.

export function copySamples(decoder: WasmDecoder): SampleColumns {
  const { exports } = decoder;
  const length = exports.samples.value;
  return {
    length,
    stack: decoder.uint32(exports.sampleStack, length),
    valueStart: decoder.uint32(exports.sampleValueStart, length + 1),
    values: decoder.float64(exports.values, exports.valueCount.value),
    exactValues: new Map(),
    labelFrom: decoder.uint32(exports.sampleLabelFrom, length),
    end: decoder.uint32(exports.sampleEnd, length),
  };
}

export function copyStrings(decoder: WasmDecoder, bytes: Uint8Array): StringTable {
  const { exports } = decoder;
  const length = exports.strings.value;
  const starts = decoder.uint32(exports.stringStart, length);
  return new StringTable(bytes, starts, decoder.uint32(exports.stringEnd, length));
}

export function copyStacks(decoder: WasmDecoder, bytes: Uint8Array, { idHi, idLo }: LocationColumns): StackIds {
  const { exports } = decoder;
  const length = exports.stacks.value;
  return new StackIds({
    bytes,
    joined: decoder.uint8(exports.joined, exports.joinedSize.value),
    starts: decoder.uint32(exports.stackStart, length),
    ends: decoder.uint32(exports.stackEnd, length),
    index: new IdIndex(idLo, idHi),
    deepest: exports.deepest.value,
    locationCount: exports.locationCount.value,
  });
}

/** Undefined where a location names a mapping that there is not. */
export function copyLocations(decoder: WasmDecoder, mappings: IdIndex): LocationColumns | undefined {
  const { exports } = decoder;
  const length = exports.locations.value;
  const mappingId = decoder.uint32(exports.locationMapping, length);
  const mapping = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const id = mappingId[row] as number;
    mapping[row] = id === 0 ? -1 : mappings.row(id, 0);
    if (id !== 0 && mapping[row] === -1) {
      return undefined;
    }
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
    // -1 for none.
    function: new Int32Array(decoder.uint32(exports.lineFunction, length).buffer),
    line: decoder.float64(exports.lineNumber, length),
    column: decoder.float64(exports.lineColumn, length),
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
  };
}
