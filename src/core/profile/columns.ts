/**
 * Growable typed-array columns: one per field of a message, so that no object is made per sample, location or line.
 * Plain classes rather than one generic: V8 keeps each `push` monomorphic.
 */
export class Uint32Column {
  length = 0;
  private data: Uint32Array;

  constructor(capacity = 64) {
    this.data = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Uint32Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  /** Cell `index`, which must be one that was pushed. */
  at(index: number): number {
    return this.data[index] as number;
  }

  /** What was pushed, without a copy. The column must not be pushed to afterwards. */
  finish(): Uint32Array {
    return this.data.subarray(0, this.length);
  }
}

/** Integers up to 2^53 either way: int64 values, line numbers. */
export class Float64Column {
  length = 0;
  private data: Float64Array;

  constructor(capacity = 64) {
    this.data = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) {
      const grown = new Float64Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length++] = value;
  }

  finish(): Float64Array {
    return this.data.subarray(0, this.length);
  }
}

/** Bytes copied one after the other. */
export class ByteColumn {
  length = 0;
  data: Uint8Array;

  constructor(capacity = 64) {
    this.data = new Uint8Array(capacity);
  }

  append(source: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (this.length + size > this.data.length) {
      const grown = new Uint8Array(Math.max(this.data.length * 2, this.length + size));
      grown.set(this.data.subarray(0, this.length));
      this.data = grown;
    }
    if (size > 64) {
      this.data.set(source.subarray(start, end), this.length);
    } else {
      for (let i = 0; i < size; i++) {
        this.data[this.length + i] = source[start + i] as number;
      }
    }
    this.length += size;
  }
}
