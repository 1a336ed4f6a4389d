import { Float64Column, Uint32Column } from './columns';
import { HeadBuilder } from './head';
import { IdColumn } from './ids';
import { RangeInterner } from './ranges';

/** What one pass over the bytes fills, before ids become rows and string indexes strings. */
export class ProfileBuilder extends HeadBuilder {
  /** Where each string's length is. */
  readonly strings: Uint32Column;

  readonly stacks: RangeInterner;
  readonly sampleStack: Uint32Column;
  readonly sampleValueStart: Uint32Column;
  readonly values: Float64Column;
  readonly exactValues = new Map<number, bigint>();
  /** Where each sample's first label begins, and where the sample ends. */
  readonly sampleLabelFrom: Uint32Column;
  readonly sampleEnd: Uint32Column;

  readonly locationId = new IdColumn();
  readonly locationAddress = new IdColumn();
  readonly locationMappingId = new IdColumn();
  readonly locationOffset = new Uint32Column();
  readonly locationLineStart = new Uint32Column();
  readonly lineFunctionId = new IdColumn();
  readonly lineNumber = new Float64Column();
  readonly lineOffset = new Uint32Column();

  readonly functionId = new IdColumn();
  readonly functionName = new Uint32Column();
  readonly functionFilename = new Uint32Column();
  readonly functionStartLine = new Float64Column();

  /**
   * @param samples how many to expect; more may come. Of a profile of many samples each takes some 64 bytes: columns as long
   *   as that are seldom copied to longer ones, and memory that is never written to costs nothing.
   */
  constructor(bytes: Uint8Array, samples = Math.max(64, bytes.length >>> 6)) {
    super(bytes);
    this.stacks = new RangeInterner(bytes);
    this.sampleStack = new Uint32Column(samples);
    this.sampleValueStart = new Uint32Column(samples);
    this.values = new Float64Column(samples);
    this.sampleLabelFrom = new Uint32Column(samples);
    this.sampleEnd = new Uint32Column(samples);
    this.strings = new Uint32Column(samples);
  }
}
