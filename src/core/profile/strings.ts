// Without ignoreBOM a string that begins with U+FEFF would lose it.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The string table as offsets into the profile's bytes, one a string: labels can make half a million. A string is decoded
 * when it is asked for.
 */
export class StringTable {
  private readonly decoded: Array<string | undefined> = [];

  /** @param offsets by index: where the string's length is, as a varint, and the string behind it. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly offsets: Uint32Array
  ) {}

  get length(): number {
    return this.offsets.length;
  }

  /** Where string `index` begins in the profile's bytes. */
  start(index: number): number {
    const { bytes } = this;
    let at = this.offsets[index] as number;
    while ((bytes[at++] as number) >= 0x80) {
      // The length goes on.
    }
    return at;
  }

  /** Where it ends there. */
  end(index: number): number {
    const { bytes } = this;
    let at = this.offsets[index] as number;
    let byte = bytes[at++] as number;
    let length = byte & 0x7f;
    for (let factor = 128; byte >= 0x80; factor *= 128) {
      byte = bytes[at++] as number;
      length += (byte & 0x7f) * factor;
    }
    return at + length;
  }

  /** String `index`; bytes that are no UTF-8 become U+FFFD. Throws RangeError beyond the table. */
  get(index: number): string {
    const known = this.decoded[index];
    if (known !== undefined) {
      return known;
    }
    if (index >= this.length) {
      throw new RangeError(`string ${index} of ${this.length}`);
    }
    const start = this.start(index);
    const end = this.end(index);
    const text = start === end ? '' : utf8.decode(this.bytes.subarray(start, end));
    this.decoded[index] = text;
    return text;
  }
}
