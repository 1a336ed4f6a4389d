import type { ProfileBuilder, RawValueType } from './builder';
import type { Mapping, Profile, ValueType } from './profile';
import type { StringTable } from './strings';

/** What a profile says about itself and its program, next to its columns: a few messages. */
export type ProfileHead = Omit<
  Profile,
  'bytes' | 'samples' | 'stacks' | 'locations' | 'lines' | 'functions' | 'strings'
>;

export function headOf(out: ProfileBuilder, strings: StringTable): ProfileHead {
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
