import type { ProfileBuilder } from './builder';
import { ProfileError } from './error';
import { BYTES, VARINT, WireReader } from './wire';

const TWO_32 = 4294967296;

/** Fields 1 to 7 of a message fit. */
const PLAIN_FIELDS = 8;
/** The factor of the eighth byte of a varint: up to the seventh, 49 bits, a number holds every bit. */
const EIGHTH_BYTE = 2 ** 49;

/** Typed field reads, each of which checks the wire type and names the field in its error. */
export class FieldReader {
  protected readonly wire: WireReader;
  /** What `plainFields` read, by field number: values, where, and as bits which fields there were. */
  private readonly plainValues = new Float64Array(PLAIN_FIELDS);
  private readonly plainAt = new Uint32Array(PLAIN_FIELDS);
  private plainSeen = 0;

  constructor(protected readonly out: ProfileBuilder) {
    this.wire = new WireReader(out.bytes);
  }

  /**
   * The quick way through a message of small varints: reads fields 1 to 7 of up to 49 bits. Returns where
   * it stopped: at `end`, or at the first field that is no varint, or 0 where a field is out of these bounds. It keeps
   * its position in a local and makes no calls, which is what makes it quick, on the very first call too.
   */
  protected plainFields(start: number, end: number): number {
    const { plainAt, plainValues } = this;
    const { bytes } = this.wire;
    let seen = 0;
    let pos = start;
    while (pos < end) {
      const tag = bytes[pos] as number;
      if ((tag & 7) !== VARINT) {
        this.plainSeen = seen;
        return pos;
      }
      const field = tag >>> 3;
      if (field === 0 || field >= PLAIN_FIELDS) {
        return 0;
      }
      seen |= 1 << field;
      plainAt[field] = pos++;
      let byte = bytes[pos++] as number;
      let value = byte & 0x7f;
      for (let factor = 128; byte >= 0x80; factor *= 128) {
        if (factor === EIGHTH_BYTE) {
          return 0;
        }
        byte = bytes[pos++] as number;
        value += (byte & 0x7f) * factor;
      }
      plainValues[field] = value;
    }
    this.plainSeen = seen;
    return pos === end ? end : 0;
  }

  /** Whether `plainFields` met that field. */
  protected has(field: number): boolean {
    return (this.plainSeen & (1 << field)) !== 0;
  }

  /** The field's value, 0 where it was not there. */
  protected plain(field: number): number {
    return this.has(field) ? (this.plainValues[field] as number) : 0;
  }

  /** Notes fields `first` to `last` as string indexes; false where one cannot be one. */
  protected plainStrings(first: number, last: number): boolean {
    const { out } = this;
    for (let field = first; field <= last; field++) {
      const index = this.plain(field);
      if (index > out.maxString) {
        if (index >= TWO_32) {
          return false;
        }
        out.maxString = index;
        out.maxStringOffset = this.plainAt[field] as number;
      }
    }
    return true;
  }

  protected message(end: number, what: string): number {
    this.wire.expect(BYTES, what);
    return this.wire.length(end, what);
  }

  protected scalar(end: number, what: string): void {
    this.wire.expect(VARINT, what);
    this.wire.varint(end);
  }

  protected bool(end: number, what: string): boolean {
    this.scalar(end, what);
    return this.wire.lo !== 0 || this.wire.hi !== 0;
  }

  protected int64(end: number, what: string): bigint {
    this.scalar(end, what);
    return this.wire.signedBigInt();
  }

  protected uint64(end: number, what: string): bigint {
    this.scalar(end, what);
    return this.wire.unsignedBigInt();
  }

  /** An int64 of which real programs have small ones only: beyond 2^53 it is refused, not rounded. */
  protected safeInt(end: number, what: string): number {
    this.scalar(end, what);
    if (!this.wire.isSafe()) {
      throw new ProfileError(`${what}: ${this.wire.signedBigInt()} is beyond 2^53`, this.wire.fieldStart);
    }
    return this.wire.signed();
  }

  protected stringIndex(end: number, what: string): number {
    this.scalar(end, what);
    return this.takeStringIndex(what);
  }

  protected takeStringIndex(what: string): number {
    const { out, wire } = this;
    if (wire.hi !== 0) {
      throw new ProfileError(`${what}: string index ${wire.signedBigInt()} is out of range`, wire.fieldStart);
    }
    if (wire.lo > out.maxString) {
      out.maxString = wire.lo;
      out.maxStringOffset = wire.fieldStart;
    }
    return wire.lo;
  }
}
