import type { Steps } from '../steps';
import type { IdIndex } from './ids';
import type { FrameIds, StackColumns } from './profile';
import { foldStackIdsSteps } from './stackfold';
import { WireReader } from './wire';

/** Where the location ids of each distinct stack are, as varints one after the other. */
export interface StackIdColumns {
  /** The profile's bytes, or a copy of nothing but ids, */
  readonly bytes: Uint8Array;
  /** and the ids that did not lie in one piece there: addressed as if they came after the last of those bytes. */
  readonly joined: Uint8Array;
  /** By stack: the address of its first id, and where its last one ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly leaves: Int32Array;
  /** From id to row of the profile's locations. It must have every id that there is. */
  readonly index: IdIndex;
  readonly deepest: number;
  readonly locationCount: number;
}

/**
 * The stacks' ids where they lie in the profile, each stack decoded when it is read: the millions of locations of a large
 * heap, written out, would be tens of megabytes of memory to get, to fill and to collect, and few are read twice.
 */
export class StackIds implements StackColumns, StackIdColumns {
  readonly length: number;
  readonly deepest: number;
  readonly locationCount: number;
  readonly bytes: Uint8Array;
  readonly joined: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly leaves: Int32Array;
  readonly index: IdIndex;

  constructor({ bytes, deepest, ends, index, joined, leaves, locationCount, starts }: StackIdColumns) {
    this.length = starts.length;
    this.deepest = deepest;
    this.locationCount = locationCount;
    this.bytes = bytes;
    this.joined = joined;
    this.starts = starts;
    this.ends = ends;
    this.leaves = leaves;
    this.index = index;
  }

  read(row: number, out: Uint32Array, at = 0): number {
    const start = this.starts[row] as number;
    const end = this.ends[row] as number;
    const size = this.bytes.length;
    return start < size
      ? decodeIds(this.index, this.bytes, start, end, out, at) - at
      : decodeIds(this.index, this.joined, start - size, end - size, out, at) - at;
  }

  foldSteps(frames: FrameIds): Steps<Int32Array> {
    return foldStackIdsSteps(this, frames);
  }

  locationsOf(row: number): Uint32Array {
    // An id has a byte at least.
    const out = new Uint32Array((this.ends[row] as number) - (this.starts[row] as number));
    return out.subarray(0, this.read(row, out));
  }
}

/**
 * Writes the rows that the index has for the ids in `source[start, end)` into `out` from `at` on. Returns where in `out`
 * they end; -1 where the index lacks an id. Throws ProfileError for a varint of more than 64 bits.
 */
export function decodeIds(
  index: IdIndex,
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint32Array,
  at: number
): number {
  const last = index.dense ? decodeDense(index.dense, source, start, end, out, at) : -1;
  return last < 0 ? decodeAny(index, source, start, end, out, at) : last;
}

/** -1 also where an id has more than three bytes. */
function decodeDense(
  dense: Int32Array,
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint32Array,
  from: number
): number {
  let at = from;
  let pos = start;
  // The sign of any -1 stays, so that one look at the end tells whether all were found.
  let signs = 0;
  while (pos < end) {
    let id = source[pos++] as number;
    if (id >= 0x80) {
      const second = source[pos++] as number;
      id = (id & 0x7f) | ((second & 0x7f) << 7);
      if (second >= 0x80) {
        const third = source[pos++] as number;
        id |= third << 14;
        if (third >= 0x80 || id >= dense.length) {
          return -1;
        }
      }
    }
    const location = dense[id] as number;
    signs |= location;
    out[at++] = location;
  }
  return signs < 0 ? -1 : at;
}

function decodeAny(
  index: IdIndex,
  source: Uint8Array,
  start: number,
  end: number,
  out: Uint32Array,
  from: number
): number {
  const wire = new WireReader(source);
  wire.pos = start;
  let at = from;
  while (wire.pos < end) {
    wire.varint(end);
    const location = index.row(wire.lo, wire.hi);
    if (location < 0) {
      return -1;
    }
    out[at++] = location;
  }
  return at;
}
