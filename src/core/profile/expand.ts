import { ProfileError } from './error';
import { idText, type IdIndex } from './ids';
import type { StackColumns } from './profile';
import type { RangeInterner } from './ranges';
import { WireReader } from './wire';

/** Decodes the location ids of each distinct stack, once, into rows of the profile's locations. */
export class StackExpander {
  private readonly start: Uint32Array;
  private readonly locations: Uint32Array;
  private length = 0;
  private row = 0;

  constructor(
    private readonly stacks: RangeInterner,
    private readonly index: IdIndex
  ) {
    this.start = new Uint32Array(stacks.length + 1);
    this.locations = new Uint32Array(countIds(stacks));
  }

  /** Expands up to `limit` more stacks; false once all are. Throws ProfileError for an id that no location carries. */
  expand(limit: number): boolean {
    const end = Math.min(this.stacks.length, this.row + limit);
    for (; this.row < end; this.row++) {
      this.expandRow(this.row);
      this.start[this.row + 1] = this.length;
    }
    return this.row < this.stacks.length;
  }

  finish(): StackColumns {
    return { length: this.stacks.length, start: this.start, locations: this.locations };
  }

  private expandRow(row: number): void {
    const { source, start, end } = this.stacks.at(row);
    const { dense } = this.index;
    const done = dense ? this.expandDense(dense, source, start, end) : false;
    if (!done) {
      this.expandAny(row);
    }
  }

  /** False, with nothing taken in, where an id has more than three bytes or no location carries it. */
  private expandDense(dense: Int32Array, source: Uint8Array, start: number, end: number): boolean {
    const { locations } = this;
    let at = this.length;
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
            return false;
          }
        }
      }
      const location = dense[id] as number;
      signs |= location;
      locations[at++] = location;
    }
    if (signs < 0) {
      return false;
    }
    this.length = at;
    return true;
  }

  private expandAny(row: number): void {
    const { source, start, end } = this.stacks.at(row);
    const wire = new WireReader(source);
    wire.pos = start;
    while (wire.pos < end) {
      wire.varint(end);
      const location = this.index.row(wire.lo, wire.hi);
      if (location < 0) {
        throw this.dangling(row, idText(wire.lo, wire.hi));
      }
      this.locations[this.length++] = location;
    }
  }

  private dangling(row: number, id: string): ProfileError {
    return new ProfileError(`a sample names location ${id}, but no location has that id`, this.stacks.at(row).offset);
  }
}

/** Each id ends with the one byte of it that is below 0x80. */
function countIds(stacks: RangeInterner): number {
  let count = 0;
  for (let row = 0; row < stacks.length; row++) {
    count += stacks.varintsOf(row);
  }
  return count;
}
