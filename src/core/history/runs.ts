import { ByteReader, type ByteWriter } from './bytes';

/** Scrapes per chunk: about an hour at one each 15 s. */
export const CHUNK_ROWS = 256;

/**
 * How one stack's counts over the profiles of a chunk are written: a change at a time, starting from 0.
 *
 * A change is one byte: in the high half the profiles passed over since the last change, 0 to 14, in the low half the
 * step: +1, -1, +2, -2, ... +7, -7. 15 in the high half stands for 15 and a varint more; 14 and 15 in the low half for
 * +8 and -8 and a varint more (magnitudes reach 2^53, where a zigzag code would not fit a double). The common change,
 * a few goroutines more or less than some profiles ago, takes one byte where two varints take two.
 */
const LONG_GAP = 15;
const LONG_RISE = 14;
const LONG_FALL = 15;
const LONG_STEP = 8;

/** What one change takes at most: the byte, a gap of CHUNK_ROWS, a step of 2^53. */
export const MAX_CHANGE_BYTES = 1 + 2 + 8;

/** Writes a change by `step` (not 0) after `gap` profiles without one. Room must be reserved. */
export function writeChange(writer: ByteWriter, gap: number, step: number): void {
  const size = Math.abs(step);
  const high = Math.min(gap, LONG_GAP) << 4;
  if (size < LONG_STEP) {
    writer.byte(high | ((size - 1) * 2 + (step < 0 ? 1 : 0)));
  } else {
    writer.byte(high | (step < 0 ? LONG_FALL : LONG_RISE));
  }
  if (gap >= LONG_GAP) {
    writer.varint(gap - LONG_GAP);
  }
  if (size >= LONG_STEP) {
    writer.varint(size - LONG_STEP);
  }
}

/** The changes of one stack, unpacked. One instance is filled again and again: make it once per walk, not per stack. */
export class Changes {
  /** The profile of each change, ascending. */
  readonly at = new Uint16Array(CHUNK_ROWS);
  /** The count from that profile on, until the next change. */
  readonly count = new Float64Array(CHUNK_ROWS);
  length = 0;

  /** Unpacks bytes [from, to). */
  read(bytes: Uint8Array, from: number, to: number): void {
    let [place, profile, count, changes] = [from, -1, 0, 0];
    while (place < to) {
      const byte = bytes[place++] as number;
      const low = byte & 15;
      let gap = byte >> 4;
      let step = low & 1 ? -(low + 1) >> 1 : (low + 2) >> 1;
      if (gap === LONG_GAP || low >= LONG_RISE) {
        const reader = new ByteReader(bytes, place);
        gap += gap === LONG_GAP ? reader.varint() : 0;
        if (low >= LONG_RISE) {
          const more = reader.varint();
          step += low === LONG_FALL ? -more : more;
        }
        place = reader.at;
      }
      profile += gap + 1;
      count += step;
      this.at[changes] = profile;
      this.count[changes++] = count;
    }
    this.length = changes;
  }
}
