import { ByteReader, ByteWriter } from './bytes';
import { ARRAY_BYTES, REFERENCE_BYTES } from './size';

/** A lane as the distance from the one before, and a value: two varints. */
const MAX_ENTRY_BYTES = 5 + 8;

/**
 * One column of the heap (say, inuse_space as scaled) over the moments of a chunk: for each moment the stacks whose value
 * changed. It begins from zeros, so the first moment stands for itself. Only ever added to.
 */
export class HeapLog {
  private log = new ByteWriter();
  /** Of a closed log: all that was written, without the room for more. */
  private packed: Uint8Array | undefined;
  /** Where the record of each moment ends. */
  private readonly ends: number[] = [];
  /** By lane: the value at the newest moment. */
  private last: Float64Array = new Float64Array(0);

  get byteLength(): number {
    const { ends, last, log } = this;
    return (this.packed?.length ?? log.byteLength) + last.byteLength + 2 * ARRAY_BYTES + ends.length * REFERENCE_BYTES;
  }

  /** @param values by lane, as many as there were or more: whole numbers from 0 to 2^53. Its owner from here on. */
  append(values: Float64Array): void {
    const { last, log } = this;
    let before = 0;
    for (let lane = 0; lane < values.length; lane++) {
      const value = values[lane] as number;
      if (value !== (lane < last.length ? last[lane] : 0)) {
        log.reserve(MAX_ENTRY_BYTES);
        log.varint(lane - before);
        log.varint(value);
        before = lane;
      }
    }
    this.ends.push(log.length);
    this.last = values;
  }

  /** No moment comes any more: lets go of what only `append` needs. */
  close(): void {
    this.packed = this.log.written.slice();
    this.log = new ByteWriter();
    this.last = new Float64Array(0);
  }

  /** The changes of a moment, `visit` with lane and value. Moments count from 0. */
  read(moment: number, visit: (lane: number, value: number) => void): void {
    const end = this.ends[moment] as number;
    const reader = new ByteReader(this.packed ?? this.log.written, moment > 0 ? this.ends[moment - 1] : 0);
    let lane = 0;
    while (reader.at < end) {
      lane += reader.varint();
      visit(lane, reader.varint());
    }
  }
}
