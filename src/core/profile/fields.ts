import { ProfileError } from './error';
import type { HeadBuilder } from './head';
import { BYTES, VARINT, WireReader } from './wire';

/** Typed field reads, each of which checks the wire type and names the field in its error. */
export class FieldReader<Out extends HeadBuilder> {
  protected readonly wire: WireReader;
  constructor(protected readonly out: Out) {
    this.wire = new WireReader(out.bytes);
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
