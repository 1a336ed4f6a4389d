import { Uint32Column } from './columns';

// Without ignoreBOM a string that begins with U+FEFF would lose it.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The string table as offsets and lengths into the profile's bytes; a string is decoded when it is asked for. */
export class StringTable {
  private readonly decoded: Array<string | undefined> = [];

  constructor(
    private readonly bytes: Uint8Array,
    private readonly starts: Uint32Array,
    private readonly ends: Uint32Array
  ) {}

  get length(): number {
    return this.starts.length;
  }

  /** Where string `index` is in the profile's bytes. */
  start(index: number): number {
    return this.starts[index] as number;
  }

  end(index: number): number {
    return this.ends[index] as number;
  }

  /** String `index`; bytes that are no UTF-8 become U+FFFD. Throws RangeError beyond the table. */
  get(index: number): string {
    const known = this.decoded[index];
    if (known !== undefined) {
      return known;
    }
    const start = this.starts[index];
    const end = this.ends[index];
    if (start === undefined || end === undefined) {
      throw new RangeError(`string ${index} of ${this.length}`);
    }
    const text = start === end ? '' : utf8.decode(this.bytes.subarray(start, end));
    this.decoded[index] = text;
    return text;
  }
}

export class StringTableBuilder {
  private readonly starts: Uint32Column;
  private readonly ends: Uint32Column;

  /** @param capacity how many to expect; more may come. */
  constructor(capacity: number) {
    this.starts = new Uint32Column(capacity);
    this.ends = new Uint32Column(capacity);
  }

  push(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  get length(): number {
    return this.starts.length;
  }

  finish(bytes: Uint8Array): StringTable {
    return new StringTable(bytes, this.starts.finish(), this.ends.finish());
  }
}
