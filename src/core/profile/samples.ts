import { ByteColumn } from './columns';
import { LabelReader } from './labels';
import { BYTES, VARINT } from './wire';

/** Tags as Go writes them: field number and wire type in one byte. */
const PACKED_LOCATIONS = 0x0a;
const VALUE = 0x10;
const PACKED_VALUES = 0x12;
const LABEL = 0x1a;
const LABEL_KEY = 0x08;
const LABEL_STR = 0x10;
const LABEL_NUM = 0x18;

/** Reads the Sample message: the inner loop, for there are more of these than of all others. */
export class SampleReader extends LabelReader {
  /** The location ids of a sample that has some of them unpacked. */
  private readonly joined = new ByteColumn(1024);
  private locationsStart = 0;
  private locationsEnd = 0;
  private isJoined = false;
  private labelsFrom = 0;

  protected sample(end: number): void {
    const start = this.wire.pos;
    if (this.plainSample(start, end)) {
      this.wire.pos = end;
    } else {
      this.wire.pos = start;
      this.anySample(end);
    }
  }

  /**
   * A sample as Go writes it: values of up to 28 bits and packed ids, in either order (runtime/pprof has the values
   * first, google/pprof the ids), then labels of a key and a string or a small number. False, with nothing taken in, for any other; what is wrong
   * with it, if anything, is then `anySample`'s to say. It keeps its position in a local, which halves the time.
   */
  private plainSample(start: number, end: number): boolean {
    const { out, wire } = this;
    const { bytes } = wire;
    const firstValue = out.values.length;
    let pos = this.plainValues(start, end);
    if (pos === 0 || bytes[pos] !== PACKED_LOCATIONS) {
      return this.notPlain(firstValue);
    }
    // A length of one or two bytes.
    let size = bytes[pos + 1] as number;
    pos += 2;
    if (size >= 0x80) {
      const high = bytes[pos++] as number;
      if (high >= 0x80) {
        return this.notPlain(firstValue);
      }
      size = (size & 0x7f) | (high << 7);
    }
    const idsStart = pos;
    const idsEnd = pos + size;
    if (idsEnd > end || size === 0 || (bytes[idsEnd - 1] as number) >= 0x80) {
      return this.notPlain(firstValue);
    }
    pos = out.values.length === firstValue ? this.plainValues(idsEnd, end) : idsEnd;
    const labelsFrom = pos;
    while (pos > 0 && pos < end) {
      pos = this.plainLabel(pos, end);
    }
    if (pos !== end) {
      return this.notPlain(firstValue);
    }
    out.sampleValueStart.push(firstValue);
    out.sampleLabelFrom.push(labelsFrom);
    out.sampleEnd.push(end);
    out.sampleStack.push(out.stacks.intern(idsStart, idsEnd, wire.fieldStart));
    return true;
  }

  /** Takes back the values that were read. */
  private notPlain(firstValue: number): false {
    this.out.values.length = firstValue;
    return false;
  }

  /** Takes in the values from `pos`: returns where they end, or 0 where they are not plain. */
  private plainValues(start: number, end: number): number {
    const { bytes } = this.wire;
    let pos = start;
    if (bytes[pos] === PACKED_VALUES) {
      const listEnd = pos + 2 + (bytes[pos + 1] as number);
      pos += 2;
      while (pos > 0 && pos < listEnd) {
        pos = this.plainValue(pos);
      }
      return pos === listEnd && listEnd <= end ? pos : 0;
    }
    while (pos > 0 && pos < end && bytes[pos] === VALUE) {
      pos = this.plainValue(pos + 1);
    }
    return pos <= end ? pos : 0;
  }

  /** Takes in a varint of up to four bytes: returns where it ends, or 0 where it is longer. */
  private plainValue(pos: number): number {
    const { bytes } = this.wire;
    let value = bytes[pos] as number;
    let size = 1;
    if (value >= 0x80) {
      value &= 0x7f;
      let byte: number;
      do {
        if (size === 4) {
          return 0;
        }
        byte = bytes[pos + size] as number;
        value |= (byte & 0x7f) << (7 * size++);
      } while (byte >= 0x80);
    }
    this.out.values.push(value);
    return pos + size;
  }

  /**
   * Passes over a label of `key` and then `str` or `num`, checking it: returns where it ends, or 0 where it is not plain.
   */
  private plainLabel(start: number, end: number): number {
    const { out, wire } = this;
    const { bytes } = wire;
    const labelEnd = start + 2 + (bytes[start + 1] as number);
    if (bytes[start] !== LABEL || labelEnd > end || bytes[start + 2] !== LABEL_KEY) {
      return 0;
    }
    let pos = start + 3;
    let key = bytes[pos++] as number;
    if (key >= 0x80) {
      const second = bytes[pos++] as number;
      key = (key & 0x7f) | (second << 7);
      if (second >= 0x80) {
        return 0;
      }
    }
    const tagAt = pos;
    const tag = bytes[pos++];
    let value = bytes[pos++] as number;
    if (value >= 0x80) {
      const second = bytes[pos++] as number;
      value = (value & 0x7f) | ((second & 0x7f) << 7);
      if (second >= 0x80) {
        const third = bytes[pos++] as number;
        value |= third << 14;
        if (third >= 0x80) {
          return 0;
        }
      }
    }
    if (pos !== labelEnd || (tag !== LABEL_STR && tag !== LABEL_NUM)) {
      return 0;
    }
    if (key > out.maxString) {
      out.maxString = key;
      out.maxStringOffset = start + 2;
    }
    if (tag === LABEL_STR && value > out.maxString) {
      out.maxString = value;
      out.maxStringOffset = tagAt;
    }
    return pos;
  }

  private anySample(end: number): void {
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
