import { ByteColumn, Uint32Column } from '../profile/columns';

// Without ignoreBOM a line that begins with U+FEFF would lose it.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Numbers pieces of text, as bytes, in order of first sight: a piece is kept once and decoded when it is asked for. */
export class ByteStrings {
  private readonly bytes = new ByteColumn(1 << 12);
  /** Where each piece ends in `bytes`. */
  private readonly ends = new Uint32Column();
  private readonly hashes = new Uint32Column();
  /** Open addressing over number + 1. */
  private table = new Int32Array(1 << 8);

  get length(): number {
    return this.ends.length;
  }

  intern(source: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(source, start, end);
    const mask = this.table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const number = (this.table[slot] as number) - 1;
      if (number < 0) {
        this.table[slot] = this.length + 1;
        return this.add(source, start, end, hash);
      }
      if (this.hashes.at(number) === hash && this.isSame(number, source, start, end)) {
        return number;
      }
    }
  }

  /** Piece `number`; bytes that are no UTF-8 become U+FFFD. */
  get(number: number): string {
    return utf8.decode(this.bytes.data.subarray(this.start(number), this.ends.at(number)));
  }

  private start(number: number): number {
    return number === 0 ? 0 : this.ends.at(number - 1);
  }

  private isSame(number: number, source: Uint8Array, start: number, end: number): boolean {
    const from = this.start(number);
    if (this.ends.at(number) - from !== end - start) {
      return false;
    }
    const { data } = this.bytes;
    for (let i = start; i < end; i++) {
      if (data[from + i - start] !== source[i]) {
        return false;
      }
    }
    return true;
  }

  private add(source: Uint8Array, start: number, end: number, hash: number): number {
    this.bytes.append(source, start, end);
    this.ends.push(this.bytes.length);
    this.hashes.push(hash);
    // Half full at most.
    if (this.length * 2 > this.table.length) {
      this.grow();
    }
    return this.length - 1;
  }

  private grow(): void {
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let number = 0; number < this.length; number++) {
      let slot = this.hashes.at(number) & mask;
      while (table[slot] !== 0) {
        slot = (slot + 1) & mask;
      }
      table[slot] = number + 1;
    }
    this.table = table;
  }
}

function hashBytes(source: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let i = start; i < end; i++) {
    h = Math.imul(h ^ (source[i] as number), 0x01000193);
  }
  // FNV's low bits, which the table goes by, depend on the low bits of the bytes alone.
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
