import { ByteReader, type ByteWriter } from './bytes';

/** Scrapes per chunk: about an hour at one each 15 s. */
export const CHUNK_ROWS = 256;

/**
 * How one stack's counts over the profiles of a chunk are written: a change at a time, starting from 0.
 *
 * A change is one byte: in the high half the profiles passed over since the last change, 0 to 14, in the low half the
 * step: +1, -1, +2, -2, ... +7, -7. 15 in the high half stands for 15 and a byte more; 14 and 15 in the low half for
 * +8 and -8 and a varint more (magnitudes reach 2^53, where a zigzag code would not fit a double). The common change,
 * a few goroutines more or less than some profiles ago, takes one byte where two varints take two.
 */
const LONG_GAP = 15;
const LONG_RISE = 14;
const LONG_FALL = 15;
const LONG_STEP = 8;

/** What one change takes at most: the byte, a gap of CHUNK_ROWS, a step of 2^53. */
export const MAX_CHANGE_BYTES = 1 + 1 + 8;

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
    writer.byte(gap - LONG_GAP);
  }
  if (size >= LONG_STEP) {
    writer.varint(size - LONG_STEP);
  }
}

/** Behind all runs stands one more byte, so that looking for the rest of a gap never leaves the buffer. */
export function writeEnd(writer: ByteWriter): void {
  writer.reserve(1);
  writer.byte(0);
}

/** The profile of the first change of a run that begins at `from`. */
export function firstChange(bytes: Uint8Array, from: number): number {
  const gap = (bytes[from] as number) >> 4;
  return gap < LONG_GAP ? gap : LONG_GAP + (bytes[from + 1] as number);
}

/** The changes of one stack, unpacked. One instance is filled again and again: make it once per walk, not per stack. */
export class Changes {
  /** The profile of each change, ascending. */
  readonly at = new Uint16Array(CHUNK_ROWS);
  /** The count from that profile on, until the next change. */
  readonly count = new Float64Array(CHUNK_ROWS);
  length = 0;

  /** Unpacks bytes [from, to). The hot loop of every read: a byte a turn, without branches on what cannot be foretold. */
  read(bytes: Uint8Array, from: number, to: number): void {
    const { at, count } = this;
    let place = from;
    let profile = -1;
    let now = 0;
    let changes = 0;
    while (place < to) {
      const byte = bytes[place++] as number;
      const low = byte & 15;
      // 0 or -1: the size's bits are turned over and 1 added where the step is down.
      const sign = -(low & 1);
      let step = (((low >> 1) + 1) ^ sign) - sign;
      const gap = byte >> 4;
      // 1 where a byte more of the gap follows, else 0. Reads one byte too far at the end: see `writeEnd`.
      const isLong = (gap + 1) >> 4;
      profile += gap + 1 + ((bytes[place] as number) & -isLong);
      place += isLong;
      if (low >= LONG_RISE) {
        // Nearly always one byte.
        let more = bytes[place++] as number;
        if (more > 127) {
          const reader = new ByteReader(bytes, place - 1);
          more = reader.varint();
          place = reader.at;
        }
        step += low === LONG_FALL ? -more : more;
      }
      now += step;
      at[changes] = profile;
      count[changes++] = now;
    }
    this.length = changes;
  }
}
