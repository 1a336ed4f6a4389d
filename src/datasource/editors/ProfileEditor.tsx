import { EditorField } from '@grafana/plugin-ui';
import React from 'react';
import { GRANULARITIES } from '../../core/profile/frametable';
import { PROFILE_KINDS, PROFILE_VIEWS } from '../../frames';
import type { DEFAULT_PROFILE, ProfileQuery } from '../types';
import { Choice } from './Choice';
import { HEAP_ORDER_OPTIONS, HEAP_VALUES_OPTIONS, plainOptions } from './options';
import { TextInput } from './TextInput';

export interface ProfileEditorProps {
  query: ProfileQuery & Required<Pick<ProfileQuery, Exclude<keyof typeof DEFAULT_PROFILE, 'queryType'>>>;
  onChange: (query: ProfileQuery) => void;
}

/** What is shown of a profile, and how. Of which moment stands in ProfileMoments, of which stacks in ProfileFilters. */
export function ProfileEditor({ query, onChange }: ProfileEditorProps) {
  const id = (field: string) => `${query.refId}-${field}`;
  const choice = <K extends 'profile' | 'view' | 'order' | 'granularity' | 'values'>(
    field: K,
    label: string,
    options: React.ComponentProps<typeof Choice<ProfileEditorProps['query'][K]>>['options'],
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
      <EditorField
        label="Sample type"
        htmlFor={id('sampleType')}
        optional
        tooltip="One of the profile’s, as inuse_space or alloc_objects of a heap; its own default when empty."
      >
        <TextInput
          id={id('sampleType')}
          width={18}
          placeholder="its default"
          value={query.sampleType ?? ''}
          onCommit={(sampleType) => onChange({ ...query, sampleType: sampleType || undefined })}
        />
      </EditorField>
      {choice('view', 'View', plainOptions(PROFILE_VIEWS), 16)}
      {query.view === 'peek' && (
        <EditorField
          label="Function"
          htmlFor={id('peek')}
          tooltip="Regular expression: whose callers and callees are shown."
        >
          <TextInput
            id={id('peek')}
            width={24}
            placeholder="e.g. grpc.NewClient"
            value={query.peek ?? ''}
            onCommit={(peek) => onChange({ ...query, peek: peek || undefined })}
          />
        </EditorField>
      )}
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
    </>
  );
}
