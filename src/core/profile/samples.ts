import { ByteColumn } from './columns';
import { LabelReader } from './labels';
import { BYTES, VARINT } from './wire';

/** Reads the Sample message in any form that protocol buffers allow. */
export class SampleReader extends LabelReader {
  /** The location ids of a sample that has some of them unpacked. */
  private readonly joined = new ByteColumn(1024);
  private locationsStart = 0;
  private locationsEnd = 0;
  private isJoined = false;
  private labelsFrom = 0;

  protected sample(end: number): void {
    const { out, wire } = this;
    const offset = wire.fieldStart;
    this.locationsStart = this.locationsEnd = wire.pos;
    this.isJoined = false;
    this.labelsFrom = end;
    out.sampleValueStart.push(out.values.length);
    while (wire.pos < end) {
      const at = wire.pos;
      switch (wire.tag(end)) {
        case 1:
          this.sampleLocations(end);
          break;
        case 2:
          this.sampleValues(end);
          break;
        case 3:
          this.labelsFrom = Math.min(this.labelsFrom, at);
          this.label(this.message(end, 'Sample.label'));
          break;
        default:
          wire.skip(end);
      }
    }
    out.sampleLabelFrom.push(this.labelsFrom);
    out.sampleEnd.push(end);
    out.sampleStack.push(
      this.isJoined
        ? out.stacks.internJoined(this.joined.data, this.joined.length, offset)
        : out.stacks.intern(this.locationsStart, this.locationsEnd, offset)
    );
  }

  /** Notes where the raw ids are. Go writes one or two ids unpacked and more packed; a sample may mix the two. */
  private sampleLocations(end: number): void {
    const { wire } = this;
    let from = wire.pos;
    let to: number;
    if (wire.wireType === BYTES) {
      to = wire.length(end, 'Sample.location_id');
      from = wire.pos;
      if (to > from && (wire.bytes[to - 1] as number) >= 0x80) {
        throw wire.error('Sample.location_id: the last varint of the list is cut');
      }
    } else {
      wire.expect(VARINT, 'Sample.location_id');
      wire.varint(end);
      to = wire.pos;
    }
    wire.pos = to;
    if (this.isJoined) {
      this.joined.append(wire.bytes, from, to);
    } else if (this.locationsStart === this.locationsEnd) {
      this.locationsStart = from;
      this.locationsEnd = to;
    } else {
      this.joined.length = 0;
      this.joined.append(wire.bytes, this.locationsStart, this.locationsEnd);
      this.joined.append(wire.bytes, from, to);
      this.isJoined = true;
    }
  }

  private sampleValues(end: number): void {
    const { wire } = this;
    if (wire.wireType === BYTES) {
      const listEnd = wire.length(end, 'Sample.value');
      while (wire.pos < listEnd) {
        wire.varint(listEnd);
        this.takeValue();
      }
    } else {
      wire.expect(VARINT, 'Sample.value');
      wire.varint(end);
      this.takeValue();
    }
  }

  private takeValue(): void {
    const { out, wire } = this;
    if (wire.hi !== 0 && !wire.isSafe()) {
      out.exactValues.set(out.values.length, wire.signedBigInt());
    }
    out.values.push(wire.signed());
  }
}
