import { ByteColumn } from './columns';

/** The cells of a record: its hash, where its bytes begin and end, and where the message is that brought it, for errors. */
const RECORD = 4;
const HASH = 0;
const START = 1;
const END = 2;
const OFFSET = 3;

/**
 * Numbers ranges of a profile's bytes by their content, in order of first sight: the raw location ids of stacks, so that
 * the ids of a stack that repeats (one sample per label set, say) are decoded once, and names. Open addressing over a
 * table of row + 1; the bytes are compared on every hit.
 *
 * The bytes stay where they are in the profile. Those of a sample that has some ids unpacked lie apart from each other
 * there, so such a stack is copied to `joined`, which is addressed as if it came after the profile's last byte.
 */
export class RangeInterner {
  private readonly joined = new ByteColumn(256);
  /** Four cells a row, in one line of the processor's cache: see HASH, START, END and OFFSET. */
  private records = new Uint32Array(64 * RECORD);
  private rows = 0;
  private last = 0;
  private table: Int32Array;
  private readonly view: DataView;
  private readonly size: number;

  /** @param capacity how many different ranges to expect; more may come. */
  constructor(
    private readonly bytes: Uint8Array,
    capacity = 128
  ) {
    this.table = new Int32Array(2 ** (33 - Math.clz32(capacity)));
    this.view = viewOf(bytes);
    this.size = bytes.length;
  }

  /**
   * The row of the content of `bytes[start, end)`. The last one is tried first: runtime/pprof sorts samples by count, and
   * those of one count by stack and then labels, so that the samples of a stack mostly follow each other.
   */
  intern(start: number, end: number, offset: number): number {
    const isLast = this.rows > 0 && this.equals(this.last, start, end);
    return isLast ? this.last : (this.last = this.find(start, end, offset));
  }

  private find(start: number, end: number, offset: number): number {
    const hash = hashBytes(this.bytes, this.view, start, end);
    const { records, table } = this;
    const mask = table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = (table[slot] as number) - 1;
      if (row < 0) {
        return this.add(slot, start, end, hash, offset);
      }
      if (records[row * RECORD + HASH] === hash && this.equals(row, start, end)) {
        return row;
      }
    }
  }

  /** As `intern`, for bytes that were put together in `source[0, length)`. */
  internJoined(source: Uint8Array, length: number, offset: number): number {
    const view = viewOf(source);
    const hash = hashBytes(source, view, 0, length);
    const mask = this.table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = (this.table[slot] as number) - 1;
      if (row < 0) {
        const start = this.size + this.joined.length;
        this.joined.append(source, 0, length);
        return this.add(slot, start, start + length, hash, offset);
      }
      if (this.records[row * RECORD + HASH] === hash && this.equalsJoined(row, source, length)) {
        return row;
      }
    }
  }

  get length(): number {
    return this.rows;
  }

  /** What the addresses of rows are in: `joined` as if it came after the last of `bytes`. */
  get pieces(): { bytes: Uint8Array; joined: Uint8Array } {
    return { bytes: this.bytes, joined: this.joined.data };
  }

  /** The address of the first byte of `row`, */
  startOf(row: number): number {
    return this.records[row * RECORD + START] as number;
  }

  /** and the one after its last. */
  endOf(row: number): number {
    return this.records[row * RECORD + END] as number;
  }

  /** Where the bytes of `row` are: in `source[start, end)`. */
  at(row: number): { source: Uint8Array; start: number; end: number; offset: number } {
    const start = this.startOf(row);
    const end = this.endOf(row);
    const offset = this.records[row * RECORD + OFFSET] as number;
    return start < this.size
      ? { source: this.bytes, start, end, offset }
      : { source: this.joined.data, start: start - this.size, end: end - this.size, offset };
  }

  private add(slot: number, start: number, end: number, hash: number, offset: number): number {
    const row = this.rows++;
    this.table[slot] = row + 1;
    if (this.rows * RECORD > this.records.length) {
      const grown = new Uint32Array(this.records.length * 2);
      grown.set(this.records);
      this.records = grown;
    }
    const at = row * RECORD;
    this.records[at + HASH] = hash;
    this.records[at + START] = start;
    this.records[at + END] = end;
    this.records[at + OFFSET] = offset;
    if (this.rows * 2 > this.table.length) {
      this.rehash();
    }
    return row;
  }

  private equals(row: number, start: number, end: number): boolean {
    const from = this.records[row * RECORD + START] as number;
    if ((this.records[row * RECORD + END] as number) - from !== end - start) {
      return false;
    }
    if (from >= this.size) {
      return sameBytes(this.joined.data, from - this.size, this.bytes, start, end - start);
    }
    return sameWithin(this.bytes, this.view, from, start, end);
  }

  private equalsJoined(row: number, source: Uint8Array, length: number): boolean {
    const found = this.at(row);
    return found.end - found.start === length && sameBytes(found.source, found.start, source, 0, length);
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 4);
    const mask = table.length - 1;
    for (let row = 0; row < this.rows; row++) {
      let slot = (this.records[row * RECORD + HASH] as number) & mask;
      while (table[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = row + 1;
    }
    this.table = table;
  }
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sameBytes(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (a[aStart + i] !== b[bStart + i]) {
      return false;
    }
  }
  return true;
}

/**
 * Whether `[a, ...)` has the bytes of `[b, end)`. Eight bytes a step; the last eight are looked at once more rather than
 * what is left of them byte by byte.
 */
function sameWithin(source: Uint8Array, view: DataView, a: number, b: number, end: number): boolean {
  if (end - b < 8) {
    return sameBytes(source, a, source, b, end - b);
  }
  const distance = b - a;
  for (let i = b; i + 8 <= end; i += 8) {
    const first = view.getInt32(i - distance, true) ^ view.getInt32(i, true);
    const second = view.getInt32(i - distance + 4, true) ^ view.getInt32(i + 4, true);
    if ((first | second) !== 0) {
      return false;
    }
  }
  const first = view.getInt32(end - distance - 8, true) ^ view.getInt32(end - 8, true);
  const second = view.getInt32(end - distance - 4, true) ^ view.getInt32(end - 4, true);
  return (first | second) === 0;
}

/**
 * Eight bytes a step in two lanes, so that the second multiplication need not wait for the first; V8 makes one load of a
 * DataView's read. A stack of 30 frames has some 60 bytes.
 */
function hashBytes(source: Uint8Array, view: DataView, start: number, end: number): number {
  let a = end - start;
  let b = 0x2545f491;
  if (a >= 8) {
    for (let i = start; i + 8 <= end; i += 8) {
      a = Math.imul(((a << 5) | (a >>> 27)) ^ view.getInt32(i, true), 0x9e3779b1);
      b = Math.imul(((b << 7) | (b >>> 25)) ^ view.getInt32(i + 4, true), 0x85ebca6b);
    }
    a ^= view.getInt32(end - 8, true);
    b ^= view.getInt32(end - 4, true);
  } else {
    for (let i = start; i < end; i++) {
      a = Math.imul(a ^ (source[i] as number), 0x9e3779b1);
    }
  }
  a = Math.imul(a ^ (a >>> 15), 0xc2b2ae35) ^ Math.imul(b ^ (b >>> 13), 0x27d4eb2f);
  return (a ^ (a >>> 16)) >>> 0;
}
