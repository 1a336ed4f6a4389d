/** A buffer grows by this much or by a quarter, whichever is more: it is never copied to twice its size. */
const STEP_BYTES = 16 * 1024;

/** Writes bytes and varints (7 bits a byte, lowest first, the high bit on all but the last) into one growing buffer. */
export class ByteWriter {
  length = 0;
  private buffer = new Uint8Array(0);

  /** What the buffer takes. */
  get byteLength(): number {
    return this.buffer.length;
  }

  /** What was written, as a view that stands until the next `reserve`. */
  get written(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  /** Makes room; `byte` and `varint` do not check for themselves. A varint takes 8 bytes at most. */
  reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed > this.buffer.length) {
      const grown = new Uint8Array(
        Math.max(needed, this.buffer.length + Math.max(STEP_BYTES, this.buffer.length >>> 2))
      );
      grown.set(this.written);
      this.buffer = grown;
    }
  }

  byte(value: number): void {
    this.buffer[this.length++] = value;
  }

  /** An integer from 0 to 2^53. */
  varint(value: number): void {
    let rest = value;
    // Bitwise operators cut to 32 bits, so the high part of a large number goes by division, which is exact.
    while (rest > 0x7fffffff) {
      this.buffer[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.buffer[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }
}

/** Reads what ByteWriter wrote. Only ever given bytes of our own making, so it does not check for their end. */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0
  ) {}

  varint(): number {
    let byte = this.bytes[this.at++] as number;
    let value = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = this.bytes[this.at++] as number;
      value += (byte & 127) * scale;
    }
    return value;
  }
}
