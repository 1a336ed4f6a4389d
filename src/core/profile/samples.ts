import { ByteColumn } from './columns';
import { ProfileError } from './error';
import { FieldReader } from './fields';
import { BYTES, VARINT } from './wire';

/** Reads the Sample and Label messages: the inner loop, for there are more of these than of all others. */
export class SampleReader extends FieldReader {
  /** The location ids of a sample that has some of them unpacked. */
  private readonly scratch = new ByteColumn(1024);
  private locationsStart = 0;
  private locationsEnd = 0;
  private inScratch = false;

  protected sample(end: number): void {
    const { out, wire } = this;
    const offset = wire.fieldStart;
    this.locationsStart = this.locationsEnd = wire.pos;
    this.inScratch = false;
    out.sampleValueStart.push(out.values.length);
    out.sampleLabelStart.push(out.labelKey.length);
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          this.sampleLocations(end);
          break;
        case 2:
          this.sampleValues(end);
          break;
        case 3:
          this.label(this.message(end, 'Sample.label'));
          break;
        default:
          wire.skip(end);
      }
    }
    const source = this.inScratch ? this.scratch.data : wire.bytes;
    out.sampleStack.push(out.stacks.intern(source, this.locationsStart, this.locationsEnd, offset));
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
        throw new ProfileError('Sample.location_id: the last varint of the list is cut', wire.fieldStart);
      }
    } else {
      wire.expect(VARINT, 'Sample.location_id');
      wire.varint(end);
      to = wire.pos;
    }
    wire.pos = to;
    if (this.locationsStart === this.locationsEnd) {
      this.locationsStart = from;
      this.locationsEnd = to;
      this.inScratch = false;
      return;
    }
    if (!this.inScratch) {
      this.scratch.length = 0;
      this.scratch.append(wire.bytes, this.locationsStart, this.locationsEnd);
      this.inScratch = true;
    }
    this.scratch.append(wire.bytes, from, to);
    this.locationsStart = 0;
    this.locationsEnd = this.scratch.length;
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

  private label(end: number): void {
    const { out, wire } = this;
    let key = 0;
    let str = 0;
    let num = 0;
    let numUnit = 0;
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          key = this.stringIndex(end, 'Label.key');
          break;
        case 2:
          str = this.stringIndex(end, 'Label.str');
          break;
        case 3:
          this.scalar(end, 'Label.num');
          num = wire.signed();
          this.noteExactNum();
          break;
        case 4:
          numUnit = this.stringIndex(end, 'Label.num_unit');
          break;
        default:
          wire.skip(end);
      }
    }
    out.labelKey.push(key);
    out.labelStr.push(str);
    out.labelNum.push(num);
    out.labelNumUnit.push(numUnit);
  }

  private noteExactNum(): void {
    const { out, wire } = this;
    if (wire.isSafe()) {
      out.exactNums.delete(out.labelKey.length);
    } else {
      out.exactNums.set(out.labelKey.length, wire.signedBigInt());
    }
  }
}
