import { LabelReader } from './labels';
import { viewOf } from './ranges';

/** Tags as Go writes them: field number and wire type in one byte. */
const PACKED_LOCATIONS = 0x0a;
const VALUE = 0x10;
const PACKED_VALUES = 0x12;
/** A label's tag in the first byte, that of its key in the third. */
const LABEL_HEAD = 0x0008001a;
const LABEL_STR = 0x10;
const LABEL_NUM = 0x18;

/**
 * The inner loop: samples as Go writes them, of which there are more than of everything else. What it does not take,
 * SampleReader does, which knows all that profile.proto allows.
 */
export class PlainSampleReader extends LabelReader {
  private readonly view = viewOf(this.wire.bytes);

  /**
   * A sample as Go writes it: values of up to 28 bits and packed ids, in either order (runtime/pprof has the values
   * first, google/pprof the ids), then labels of a key and a string or a small number. False, with nothing taken in, for any other; what is wrong
   * with it, if anything, is then `anySample`'s to say. It keeps its position in a local, which halves the time.
   */
  protected plainSample(start: number, end: number): boolean {
    const { out, wire } = this;
    const { bytes } = wire;
    const firstValue = out.values.length;
    let pos = this.sampleValueList(start, end);
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
    pos = out.values.length === firstValue ? this.sampleValueList(idsEnd, end) : idsEnd;
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
  private sampleValueList(start: number, end: number): number {
    const { bytes } = this.wire;
    let pos = start;
    if (bytes[pos] === PACKED_VALUES) {
      const size = bytes[pos + 1] as number;
      const listEnd = pos + 2 + size;
      // A size of two bytes begins with 0x80 or more.
      pos = size < 0x80 ? pos + 2 : 0;
      while (pos > 0 && pos < listEnd) {
        pos = this.oneValue(pos);
      }
      return pos === listEnd && listEnd <= end ? pos : 0;
    }
    while (pos > 0 && pos < end && bytes[pos] === VALUE) {
      pos = this.oneValue(pos + 1);
    }
    return pos <= end ? pos : 0;
  }

  /** Takes in a varint of up to four bytes: returns where it ends, or 0 where it is longer. */
  private oneValue(pos: number): number {
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
    if (start + 9 > bytes.length) {
      return 0;
    }
    // Tag, length, the key's tag and the key: one load where four bytes are four.
    const head = this.view.getInt32(start, true);
    const labelEnd = start + 2 + ((head >>> 8) & 0xff);
    if ((head & 0x00ff00ff) !== LABEL_HEAD || labelEnd > end) {
      return 0;
    }
    let key = head >>> 24;
    let pos = start + 4;
    if (key >= 0x80) {
      const high = bytes[pos++] as number;
      key = (key & 0x7f) | (high << 7);
      if (high >= 0x80) {
        return 0;
      }
    }
    const tagAt = pos;
    const rest = this.view.getInt32(tagAt, true);
    const tag = rest & 0xff;
    let value = (rest >>> 8) & 0x7f;
    pos += 2;
    if ((rest & 0x8000) !== 0) {
      value |= (rest >>> 9) & 0x3f80;
      pos++;
      if ((rest & 0x800000) !== 0) {
        value |= (rest >>> 10) & 0x1fc000;
        pos++;
        if (rest < 0) {
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
}
