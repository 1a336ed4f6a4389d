/** Bytes written one after the other. */
export class Sink {
  private bytes = new Uint8Array(1024);
  length = 0;

  private room(size: number): void {
    if (this.length + size > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
  }

  append(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** `padding`: how many bytes longer than needed, by groups of seven zero bits, as the encoding allows. */
  varint(value: bigint | number, padding = 0): void {
    this.room(20 + padding);
    let big = BigInt.asUintN(70, BigInt(value));
    while (big >= 0x10000000n) {
      this.bytes[this.length++] = Number(big & 0x7fn) | 0x80;
      big >>= 7n;
    }
    // Nearly all are small, and BigInts slow.
    let rest = Number(big);
    for (; rest >= 0x80; rest >>>= 7) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
    }
    this.bytes[this.length++] = rest | (padding > 0 ? 0x80 : 0);
    for (let i = padding; i > 0; i--) {
      this.bytes[this.length++] = i > 1 ? 0x80 : 0;
    }
  }

  /** What `write` writes, with its length before it: the true one, or `lie`. */
  delimited(write: () => void, lie?: bigint, padding = 0): void {
    const from = this.length;
    write();
    const size = this.length - from;
    // The length is as long as it is: written behind the body, then put before it.
    this.varint(lie ?? size, padding);
    const prefix = this.bytes.slice(from + size, this.length);
    this.bytes.copyWithin(from + prefix.length, from, from + size);
    this.bytes.set(prefix, from);
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
