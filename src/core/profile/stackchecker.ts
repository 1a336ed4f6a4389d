import { ByteColumn } from './columns';
import { ProfileError } from './error';
import { idText, type IdIndex } from './ids';
import type { RangeInterner } from './ranges';
import { decodeIds, StackIds } from './stackids';
import { WireReader } from './wire';

/**
 * Of so many bytes of a profile one at most is an id of a distinct stack where those are scattered: among the labels of
 * half a million samples, say. Every look at a stack is then a wait for memory, so that the ids are copied together.
 */
const SCATTERED = 8;

/** Looks once at the location ids of each distinct stack, so that whoever decodes them later need not. */
export class StackChecker {
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly leaves: Int32Array;
  /** Scattered ids, copied together. */
  private readonly gathered: ByteColumn | undefined;
  private scratch = new Uint32Array(256);
  private deepest = 0;
  private locationCount = 0;
  private row = 0;

  constructor(
    private readonly stacks: RangeInterner,
    private readonly index: IdIndex
  ) {
    this.starts = new Uint32Array(stacks.length);
    this.ends = new Uint32Array(stacks.length);
    this.leaves = new Int32Array(stacks.length);
    let size = 0;
    for (let row = 0; row < stacks.length; row++) {
      size += stacks.endOf(row) - stacks.startOf(row);
    }
    this.gathered = SCATTERED * size < stacks.pieces.bytes.length ? new ByteColumn(size) : undefined;
  }

  /** Checks up to `limit` more stacks; false once all are. Throws ProfileError for an id that no location carries. */
  check(limit: number): boolean {
    const { stacks } = this;
    const last = Math.min(stacks.length, this.row + limit);
    for (; this.row < last; this.row++) {
      const { end, source, start } = stacks.at(this.row);
      // An id has a byte at least.
      if (end - start > this.scratch.length) {
        this.scratch = new Uint32Array(Math.max(end - start, 2 * this.scratch.length));
      }
      const depth = decodeIds(this.index, source, start, end, this.scratch, 0);
      if (depth < 0) {
        throw this.dangling(this.row);
      }
      this.leaves[this.row] = depth === 0 ? -1 : (this.scratch[0] as number);
      this.deepest = Math.max(this.deepest, depth);
      this.locationCount += depth;
      this.starts[this.row] = this.gathered?.length ?? stacks.startOf(this.row);
      this.gathered?.append(source, start, end);
      this.ends[this.row] = this.gathered?.length ?? stacks.endOf(this.row);
    }
    return this.row < stacks.length;
  }

  finish(): StackIds {
    const { deepest, ends, index, leaves, locationCount, stacks, starts } = this;
    const pieces = this.gathered ? { bytes: this.gathered.data, joined: new Uint8Array(0) } : stacks.pieces;
    return new StackIds({ ...pieces, starts, ends, leaves, index, deepest, locationCount });
  }

  private dangling(row: number): ProfileError {
    const { end, offset, source, start } = this.stacks.at(row);
    const wire = new WireReader(source);
    wire.pos = start;
    do {
      wire.varint(end);
    } while (this.index.row(wire.lo, wire.hi) >= 0);
    const id = idText(wire.lo, wire.hi);
    return new ProfileError(`a sample names location ${id}, but no location has that id`, offset);
  }
}
