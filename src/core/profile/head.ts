import type { Mapping, Profile, ValueType } from './profile';
import type { StringTable } from './strings';

/** What a profile says about itself and its program, next to its columns: a few messages. */
export type ProfileHead = Omit<
  Profile,
  'bytes' | 'samples' | 'stacks' | 'locations' | 'lines' | 'functions' | 'strings'
>;

/** A ValueType whose strings are not known yet: the string table may come last. */
export interface RawValueType {
  type: number;
  unit: number;
}

export type RawMapping = { -readonly [K in keyof Omit<Mapping, 'filename' | 'buildId'>]: Mapping[K] } & {
  filename: number;
  buildId: number;
};

/** The head as it is read, before string indexes become strings. */
export class HeadBuilder {
  readonly sampleTypes: RawValueType[] = [];
  readonly mappings: RawMapping[] = [];
  readonly comments: number[] = [];
  dropFrames = 0;
  keepFrames = 0;
  defaultSampleType = 0;
  docUrl = 0;
  timeNanos = 0n;
  durationNanos = 0n;
  period = 0n;
  periodType: RawValueType | undefined;

  /** The greatest string index seen and where, checked once the table is complete. */
  maxString = 0;
  maxStringOffset = 0;

  constructor(readonly bytes: Uint8Array) {}
}

export function headOf(out: HeadBuilder, strings: StringTable): ProfileHead {
  const valueType = (raw: RawValueType): ValueType => ({ type: strings.get(raw.type), unit: strings.get(raw.unit) });
  return {
    sampleTypes: out.sampleTypes.map(valueType),
    defaultSampleType: strings.get(out.defaultSampleType),
    mappings: out.mappings.map((raw): Mapping => ({
      ...raw,
      filename: strings.get(raw.filename),
      buildId: strings.get(raw.buildId),
    })),
    dropFrames: strings.get(out.dropFrames),
    keepFrames: strings.get(out.keepFrames),
    timeNanos: out.timeNanos,
    durationNanos: out.durationNanos,
    periodType: out.periodType && valueType(out.periodType),
    period: out.period,
    comments: out.comments.map((index) => strings.get(index)),
    docUrl: strings.get(out.docUrl),
  };
}
