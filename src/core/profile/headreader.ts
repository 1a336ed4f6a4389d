import { FieldReader } from './fields';
import type { HeadBuilder, RawMapping, RawValueType } from './head';
import { BYTES } from './wire';

/**
 * These become objects, up to 150 bytes for two of the input. Real profiles have some hundred mappings at most, four
 * sample types, a few comments.
 */
const MOST_OBJECTS = 2 ** 16;

/** Reads what a profile says about itself: all fields of the Profile message but its tables. */
export class HeadReader<Out extends HeadBuilder = HeadBuilder> extends FieldReader<Out> {
  /** Reads the one field of the Profile message that begins at that offset. */
  field(offset: number): void {
    const { wire } = this;
    const end = wire.bytes.length;
    wire.pos = offset;
    this.profileField(wire.tag(end), end);
  }

  protected profileField(field: number, end: number): void {
    const { out } = this;
    switch (field) {
      case 1:
        this.checkCount(out.sampleTypes.push(this.valueType(this.message(end, 'Profile.sample_type'))), 'sample types');
        return;
      case 3:
        return this.mapping(this.message(end, 'Profile.mapping'));
      case 11:
        out.periodType = this.valueType(this.message(end, 'Profile.period_type'));
        return;
      case 13:
        return this.comments(end);
      default:
        return this.profileScalar(field, end);
    }
  }

  private profileScalar(field: number, end: number): void {
    const { out, wire } = this;
    switch (field) {
      case 7:
        out.dropFrames = this.stringIndex(end, 'Profile.drop_frames');
        return;
      case 8:
        out.keepFrames = this.stringIndex(end, 'Profile.keep_frames');
        return;
      case 9:
        out.timeNanos = this.int64(end, 'Profile.time_nanos');
        return;
      case 10:
        out.durationNanos = this.int64(end, 'Profile.duration_nanos');
        return;
      case 12:
        out.period = this.int64(end, 'Profile.period');
        return;
      case 14:
        out.defaultSampleType = this.stringIndex(end, 'Profile.default_sample_type');
        return;
      case 15:
        out.docUrl = this.stringIndex(end, 'Profile.doc_url');
        return;
      default:
        wire.skip(end);
    }
  }

  private comments(end: number): void {
    const { out, wire } = this;
    if (wire.wireType !== BYTES) {
      this.checkCount(out.comments.push(this.stringIndex(end, 'Profile.comment')), 'comments');
      return;
    }
    const listEnd = wire.length(end, 'Profile.comment');
    while (wire.pos < listEnd) {
      wire.varint(listEnd);
      this.checkCount(out.comments.push(this.takeStringIndex('Profile.comment')), 'comments');
    }
  }

  private valueType(end: number): RawValueType {
    const { wire } = this;
    const result = { type: 0, unit: 0 };
    while (wire.pos < end) {
      switch (wire.tag(end)) {
        case 1:
          result.type = this.stringIndex(end, 'ValueType.type');
          break;
        case 2:
          result.unit = this.stringIndex(end, 'ValueType.unit');
          break;
        default:
          wire.skip(end);
      }
    }
    return result;
  }

  private mapping(end: number): void {
    const { wire } = this;
    const mapping: RawMapping = {
      id: 0n,
      memoryStart: 0n,
      memoryLimit: 0n,
      fileOffset: 0n,
      filename: 0,
      buildId: 0,
      hasFunctions: false,
      hasFilenames: false,
      hasLineNumbers: false,
      hasInlineFrames: false,
    };
    while (wire.pos < end) {
      this.mappingField(wire.tag(end), end, mapping);
    }
    this.checkCount(this.out.mappings.push(mapping), 'mappings');
  }

  private checkCount(count: number, what: string): void {
    if (count > MOST_OBJECTS) {
      throw this.wire.error(`more than ${MOST_OBJECTS} ${what}: no profile has`);
    }
  }

  private mappingField(field: number, end: number, mapping: RawMapping): void {
    switch (field) {
      case 1:
        mapping.id = this.uint64(end, 'Mapping.id');
        return;
      case 2:
        mapping.memoryStart = this.uint64(end, 'Mapping.memory_start');
        return;
      case 3:
        mapping.memoryLimit = this.uint64(end, 'Mapping.memory_limit');
        return;
      case 4:
        mapping.fileOffset = this.uint64(end, 'Mapping.file_offset');
        return;
      case 5:
        mapping.filename = this.stringIndex(end, 'Mapping.filename');
        return;
      case 6:
        mapping.buildId = this.stringIndex(end, 'Mapping.build_id');
        return;
      case 7:
        mapping.hasFunctions = this.bool(end, 'Mapping.has_functions');
        return;
      case 8:
        mapping.hasFilenames = this.bool(end, 'Mapping.has_filenames');
        return;
      case 9:
        mapping.hasLineNumbers = this.bool(end, 'Mapping.has_line_numbers');
        return;
      case 10:
        mapping.hasInlineFrames = this.bool(end, 'Mapping.has_inline_frames');
        return;
      default:
        this.wire.skip(end);
    }
  }
}
