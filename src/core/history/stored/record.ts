import { crc32 } from './checksum';
import { StoredError } from './error';

/** What a record holds: JSON, and typed arrays anywhere in it. Absent and undefined are the same. */
export type Plain =
  string | number | boolean | null | undefined | TypedArray | readonly Plain[] | { readonly [name: string]: Plain };

type TypedArray = InstanceType<(typeof ARRAYS)[number]>;

/** By the number that stands for it in a record: never changed, only added to. */
const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array] as const;

/** "TMK1", little-endian. */
const MAGIC = 0x314b4d54;
/** Magic, checksum of all that follows, length of the head, and room up to a multiple of 8. */
const PREFIX_BYTES = 16;
/** In the head's JSON: `{"$array": [kind, elements]}` stands for the next array of the body. */
const ARRAY_MARK = '$array';

/**
 * One record of a store as bytes: a head of JSON, then the typed arrays in the order in which the head names them, each
 * from a multiple of 8 so that it can be read where it lies. A checksum covers all of it. Little-endian, as every
 * machine that runs a browser is.
 */
export function packRecord(value: Plain): Uint8Array<ArrayBuffer> {
  const arrays: TypedArray[] = [];
  const head = new TextEncoder().encode(
    JSON.stringify(value, (_, part: unknown) => {
      const kind = ARRAYS.findIndex((Kind) => part instanceof Kind);
      if (kind < 0) {
        return part;
      }
      arrays.push(part as TypedArray);
      return { [ARRAY_MARK]: [kind, (part as TypedArray).length] };
    })
  );
  const length = arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), PREFIX_BYTES + aligned(head.length));
  const bytes = new Uint8Array(length);
  bytes.set(head, PREFIX_BYTES);
  let at = PREFIX_BYTES + aligned(head.length);
  for (const { buffer, byteLength, byteOffset } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  const prefix = new DataView(bytes.buffer);
  prefix.setUint32(0, MAGIC, true);
  prefix.setUint32(8, head.length, true);
  prefix.setUint32(4, crc32(bytes.subarray(8)), true);
  return bytes;
}

/**
 * The value of a record. Its arrays are views on the record's bytes where those lie at a multiple of 8, else copies.
 *
 * @throws StoredError where they are not, byte for byte, what `packRecord` gave
 */
export function unpackRecord(bytes: Uint8Array): Plain {
  if (bytes.length < PREFIX_BYTES) {
    throw new StoredError(`A stored record has ${bytes.length} bytes; ${PREFIX_BYTES} at least were written.`);
  }
  const whole = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const prefix = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  if (prefix.getUint32(0, true) !== MAGIC) {
    throw new StoredError('A stored record does not begin as those of Tidemark do.');
  }
  const sum = crc32(whole.subarray(8));
  if (prefix.getUint32(4, true) !== sum) {
    throw new StoredError(`A stored record of ${whole.length} bytes is damaged: its checksum does not hold.`);
  }
  // From here on it is what was written, so it fits.
  const headLength = prefix.getUint32(8, true);
  const head = new TextDecoder().decode(whole.subarray(PREFIX_BYTES, PREFIX_BYTES + headLength));
  let at = PREFIX_BYTES + aligned(headLength);
  const next = (kind: number, length: number): TypedArray => {
    const Kind = ARRAYS[kind];
    if (!Kind) {
      throw new StoredError('A stored record was written by a newer Tidemark.');
    }
    const array = new Kind(whole.buffer as ArrayBuffer, whole.byteOffset + at, length);
    at += aligned(array.byteLength);
    return array;
  };
  return revive(JSON.parse(head) as Plain, next);
}

/** Puts the arrays back, in the order in which `JSON.stringify` met them. */
function revive(value: Plain, next: (kind: number, length: number) => TypedArray): Plain {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((part: Plain) => revive(part, next));
  }
  const mark = (value as Record<string, Plain>)[ARRAY_MARK];
  if (mark !== undefined) {
    const [kind, length] = mark as [number, number];
    return next(kind, length);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, revive(part, next)]));
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
