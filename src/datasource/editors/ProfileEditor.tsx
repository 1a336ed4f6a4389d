import { EditorField } from '@grafana/plugin-ui';
import { Button } from '@grafana/ui';
import React from 'react';
import { PROFILE_KINDS, PROFILE_VIEWS } from '../../frames';
import { GRANULARITIES } from '../../core/profile/frametable';
import type { DEFAULT_PROFILE, ProfileQuery } from '../types';
import { Choice } from './Choice';
import { MomentField } from './MomentField';
import { HEAP_ORDER_OPTIONS, HEAP_VALUES_OPTIONS, plainOptions } from './options';
import { TextInput } from './TextInput';

interface Props {
  query: ProfileQuery & Required<Pick<ProfileQuery, Exclude<keyof typeof DEFAULT_PROFILE, 'queryType'>>>;
  onChange: (query: ProfileQuery) => void;
}

type TextField =
  'sampleType' | 'peek' | 'focus' | 'ignore' | 'hideFrames' | 'showFrames' | 'showFrom' | 'tagFocus' | 'tagIgnore';

const FILTERS: ReadonlyArray<{ field: TextField; label: string; tooltip: string }> = [
  { field: 'focus', label: 'Focus', tooltip: 'Regular expression: keep stacks in which a function or file matches.' },
  { field: 'ignore', label: 'Ignore', tooltip: 'Regular expression: drop stacks in which a function or file matches.' },
  { field: 'hideFrames', label: 'Hide', tooltip: 'Regular expression: take matching frames out of all stacks.' },
  { field: 'showFrames', label: 'Show', tooltip: 'Regular expression: take all other frames out of all stacks.' },
  { field: 'showFrom', label: 'Show from', tooltip: 'Regular expression: take out what calls the highest match.' },
  { field: 'tagFocus', label: 'Tag focus', tooltip: 'As pprof’s -tagfocus: a label’s value, key=value, or 16kb:64kb.' },
  { field: 'tagIgnore', label: 'Tag ignore', tooltip: 'As pprof’s -tagignore.' },
];

/** pprof's own options, with their meaning there. */
export function ProfileEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  const text = (field: TextField, label: string, tooltip: string, placeholder = '') => (
    <EditorField key={field} label={label} htmlFor={id(field)} optional={field !== 'peek'} tooltip={tooltip}>
      <TextInput
        id={id(field)}
        width={20}
        placeholder={placeholder}
        value={query[field] ?? ''}
        onCommit={(value) => onChange({ ...query, [field]: value || undefined })}
      />
    </EditorField>
  );
  const choice = <K extends 'profile' | 'view' | 'order' | 'granularity' | 'values'>(
    field: K,
    label: string,
    options: React.ComponentProps<typeof Choice<Props['query'][K]>>['options'],
    width: number
  ) => (
    <Choice
      id={id(field)}
      label={label}
      width={width}
      options={options}
      value={query[field]}
      onChange={(value) => onChange({ ...query, [field]: value })}
    />
  );
  return (
    <>
      {choice('profile', 'Profile', plainOptions(PROFILE_KINDS), 18)}
      {text('sampleType', 'Sample type', 'One of the profile’s; its own default when empty.', 'inuse_space')}
      {choice('view', 'View', plainOptions(PROFILE_VIEWS), 16)}
      {query.view === 'peek' &&
        text('peek', 'Function', 'Regular expression: whose callers and callees are shown.', 'grpc.NewClient')}
      <MomentField
        id={id('moment')}
        label="Moment"
        tooltip="What to look at: the end of the time range unless said. A time, a deploy’s name (the last moment before it), or a saved profile."
        empty="end of the range"
        value={query.moment ?? ''}
        onChange={(moment) => onChange({ ...query, moment: moment || undefined })}
      />
      <MomentField
        id={id('base')}
        label="Less"
        tooltip="What to subtract, as pprof’s -diff_base: nothing unless said."
        empty="nothing"
        value={query.base ?? ''}
        onChange={(base) => onChange({ ...query, base: base || undefined })}
      />
      {choice('order', 'Order', HEAP_ORDER_OPTIONS, 12)}
      {choice('granularity', 'Granularity', plainOptions(GRANULARITIES), 16)}
      {(query.profile === 'heap' || query.profile === 'allocs') && choice('values', 'Values', HEAP_VALUES_OPTIONS, 16)}
      <EditorField label="Top" htmlFor={id('top')} tooltip="How many rows.">
        <TextInput
          id={id('top')}
          width={8}
          value={String(query.top)}
          onCommit={(top) => onChange({ ...query, top: /^\d+$/.test(top) ? Number(top) : top })}
        />
      </EditorField>
      {FILTERS.map(({ field, label, tooltip }) => text(field, label, tooltip))}
      <EditorField
        label="Taken"
        tooltip="Asks the program once, now. Goroutines come from what is sampled anyway, a heap from its heap queries; others are only taken here."
      >
        <Button
          size="md"
          variant="secondary"
          icon="camera"
          onClick={() => onChange({ ...query, taken: String(Date.now()) })}
        >
          Take one now
        </Button>
      </EditorField>
    </>
  );
}
