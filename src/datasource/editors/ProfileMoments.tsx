import React from 'react';
import { MomentField } from './MomentField';
import type { ProfileEditorProps } from './ProfileEditor';
import { TakeField } from './TakeField';

const START = { value: 'start', label: 'start of the range' };
const MOMENTS = [{ value: '', label: 'end of the range' }, START];
const BASES = [{ value: '', label: 'nothing' }, START, { value: 'end', label: 'end of the range' }];

/** Which profile is looked at, and what it is compared with. */
export function ProfileMoments({ query, onChange }: ProfileEditorProps) {
  return (
    <>
      <MomentField
        id={`${query.refId}-moment`}
        label="Moment"
        tooltip="What to look at: the end of the time range unless said. A time, a deploy’s name (the last moment before it), or a saved profile."
        moments={MOMENTS}
        value={query.moment ?? ''}
        onChange={(moment) => onChange({ ...query, moment: moment || undefined })}
      />
      <MomentField
        id={`${query.refId}-base`}
        label="Less"
        tooltip="What to subtract, as pprof’s -diff_base: nothing unless said. As the moment, or a saved profile."
        moments={BASES}
        value={query.base ?? ''}
        onChange={(base) => onChange({ ...query, base: base || undefined })}
      />
      <TakeField
        id={query.refId}
        label="Taken"
        tooltip="Asks the program once, now. Goroutines come from what is sampled anyway, a heap from its heap queries; others are only taken here."
        query={query}
        onChange={(taking) => onChange({ ...query, ...taking })}
      />
    </>
  );
}
