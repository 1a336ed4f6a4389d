import { ByteColumn, Uint32Column } from './columns';

/**
 * Tells stacks apart by the raw varint bytes of their location ids, so that the ids of a stack that repeats (one sample
 * per label set, say) are decoded once. Open addressing over a table of row + 1; the bytes are compared on every hit.
 */
export class RawStacks {
  private readonly arena = new ByteColumn(4096);
  private readonly ends = new Uint32Column();
  private readonly hashes = new Uint32Column();
  /** Offset in the input of the sample that brought the stack, for errors. */
  private readonly offsets = new Uint32Column();
  private table = new Int32Array(256);

  /** The stack's number for `source[start, end)`, counted from 0 in order of first sight. */
  intern(source: Uint8Array, start: number, end: number, offset: number): number {
    const hash = hashBytes(source, start, end);
    const mask = this.table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const stack = (this.table[slot] as number) - 1;
      if (stack < 0) {
        this.table[slot] = this.add(source, start, end, hash, offset) + 1;
        if (this.ends.length * 2 > this.table.length) {
          this.rehash();
        }
        return this.ends.length - 1;
      }
      if (this.hashes.at(stack) === hash && this.equals(stack, source, start, end)) {
        return stack;
      }
    }
  }

  get length(): number {
    return this.ends.length;
  }

  /** All stacks' bytes, one after the other: stack i ends at `ends[i]`, where the next begins. */
  finish(): { bytes: Uint8Array; ends: Uint32Array; offsets: Uint32Array } {
    return {
      bytes: this.arena.data.subarray(0, this.arena.length),
      ends: this.ends.finish(),
      offsets: this.offsets.finish(),
    };
  }

  private add(source: Uint8Array, start: number, end: number, hash: number, offset: number): number {
    this.arena.append(source, start, end);
    this.ends.push(this.arena.length);
    this.hashes.push(hash);
    this.offsets.push(offset);
    return this.ends.length - 1;
  }

  private equals(stack: number, source: Uint8Array, start: number, end: number): boolean {
    const from = stack === 0 ? 0 : this.ends.at(stack - 1);
    const size = end - start;
    if (this.ends.at(stack) - from !== size) {
      return false;
    }
    const { data } = this.arena;
    for (let i = 0; i < size; i++) {
      if (data[from + i] !== source[start + i]) {
        return false;
      }
    }
    return true;
  }

  private rehash(): void {
    const table = new Int32Array(this.table.length * 4);
    const mask = table.length - 1;
    for (let stack = 0; stack < this.ends.length; stack++) {
      let slot = this.hashes.at(stack) & mask;
      while (table[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = stack + 1;
    }
    this.table = table;
  }
}

/** Four bytes a step: a stack of 30 frames has some 60 bytes, and there may be 500,000 samples. */
function hashBytes(source: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const word =
      (source[i] as number) |
      ((source[i + 1] as number) << 8) |
      ((source[i + 2] as number) << 16) |
      ((source[i + 3] as number) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) {
    hash = Math.imul(hash ^ (source[i] as number), 0x01000193);
  }
  return (hash ^ (hash >>> 16)) >>> 0;
}
