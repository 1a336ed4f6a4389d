import { ProfileError } from './error';

const TWO_32 = 4294967296;

/** Wire types of the protocol buffer encoding (protobuf.dev/programming-guides/encoding). */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/**
 * Reads protocol buffer primitives, every read against an explicit end. A varint lands in `lo` and `hi`, 32 bits each,
 * so that 64-bit ids stay exact without a BigInt per read (protobufjs's Reader makes an object per 64-bit read).
 */
export class WireReader {
  pos = 0;
  lo = 0;
  hi = 0;
  wireType = 0;
  /** Where the tag of the field in hand begins: the offset that errors name. */
  fieldStart = 0;

  constructor(readonly bytes: Uint8Array) {}

  /** Reads a tag: returns the field's number and sets `wireType`. */
  tag(end: number): number {
    this.fieldStart = this.pos;
    const byte = this.bytes[this.pos] as number;
    if (byte >= 8 && byte < 0x80 && this.pos < end) {
      this.pos++;
      this.wireType = byte & 7;
      return byte >>> 3;
    }
    return this.longTag(end);
  }

  private longTag(end: number): number {
    this.varint(end);
    this.wireType = this.lo & 7;
    const field = this.lo >>> 3;
    if (this.hi !== 0 || field === 0) {
      throw new ProfileError(
        `expected a field number from 1 to 536870911, found tag ${this.unsignedBigInt()}`,
        this.fieldStart
      );
    }
    return field;
  }

  /** Reads a varint into `lo` and `hi`. One to three bytes are what profiles are made of, so these go first. */
  varint(end: number): void {
    const { bytes, pos } = this;
    if (pos + 3 <= end) {
      const first = bytes[pos] as number;
      this.hi = 0;
      if (first < 0x80) {
        this.lo = first;
        this.pos = pos + 1;
        return;
      }
      const second = bytes[pos + 1] as number;
      if (second < 0x80) {
        this.lo = (first & 0x7f) | (second << 7);
        this.pos = pos + 2;
        return;
      }
      const third = bytes[pos + 2] as number;
      if (third < 0x80) {
        this.lo = (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14);
        this.pos = pos + 3;
        return;
      }
    }
    this.longVarint(end);
  }

  private longVarint(end: number): void {
    const { bytes } = this;
    const start = this.pos;
    let lo = 0;
    let hi = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.pos >= end) {
        throw new ProfileError(`a varint is cut: it began at byte ${start} and the bytes end at ${end}`, this.pos);
      }
      const byte = bytes[this.pos++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) {
        lo |= bits << shift;
      } else if (shift === 28) {
        lo |= bits << 28;
        hi = bits >>> 4;
      } else {
        hi |= bits << (shift - 32);
        if (shift === 63 && bits > 1) {
          break;
        }
      }
      if (byte < 0x80) {
        this.lo = lo >>> 0;
        this.hi = hi >>> 0;
        return;
      }
    }
    throw new ProfileError('a varint has more than 64 bits', start);
  }

  /** Reads the length of a length-delimited field: returns where it ends. */
  length(end: number, what: string): number {
    this.varint(end);
    const length = this.hi * TWO_32 + this.lo;
    if (length > end - this.pos) {
      throw new ProfileError(
        `${what} says ${length} bytes, but ${end - this.pos} are left: the profile is cut or corrupt`,
        this.fieldStart
      );
    }
    return this.pos + length;
  }

  /** Passes over a field that this decoder does not know. */
  skip(end: number): void {
    switch (this.wireType) {
      case VARINT:
        this.varint(end);
        return;
      case BYTES:
        this.pos = this.length(end, 'an unknown field');
        return;
      case FIXED64:
        this.pos += 8;
        break;
      case FIXED32:
        this.pos += 4;
        break;
      default:
        throw new ProfileError(`expected wire type 0, 1, 2 or 5, found ${this.wireType}`, this.fieldStart);
    }
    if (this.pos > end) {
      throw new ProfileError(`an unknown field goes ${this.pos - end} bytes beyond the end`, this.fieldStart);
    }
  }

  /** Throws unless the field in hand has this wire type. */
  expect(wireType: number, what: string): void {
    if (this.wireType !== wireType) {
      throw new ProfileError(`${what}: expected wire type ${wireType}, found ${this.wireType}`, this.fieldStart);
    }
  }

  /** An error at the field in hand. */
  error(message: string): ProfileError {
    return new ProfileError(message, this.fieldStart);
  }

  /** The last varint as int64. Rounded where `isSafe` is false. */
  signed(): number {
    return this.hi < 0x80000000 ? this.hi * TWO_32 + this.lo : (this.hi - TWO_32) * TWO_32 + this.lo;
  }

  /** Whether the last varint, as int64, lies within what a number holds exactly. */
  isSafe(): boolean {
    return this.hi < 0x200000 || this.hi >= 0xffe00000;
  }

  signedBigInt(): bigint {
    return BigInt.asIntN(64, (BigInt(this.hi) << 32n) | BigInt(this.lo));
  }

  unsignedBigInt(): bigint {
    return (BigInt(this.hi) << 32n) | BigInt(this.lo);
  }
}
