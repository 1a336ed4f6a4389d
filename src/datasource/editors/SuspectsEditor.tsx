import { EditorField, EditorSwitch } from '@grafana/plugin-ui';
import React from 'react';
import type { SuspectsQuery } from '../types';
import { Choice, OneOf } from './Choice';
import { FIELD_OPTIONS, SUSPECT_GROUP_OPTIONS } from './options';
import { TextInput } from './TextInput';

interface Props {
  query: SuspectsQuery;
  onChange: (query: SuspectsQuery) => void;
}

interface TextField {
  name: 'window' | 'minRise' | 'minPercent' | 'falseDiscoveryPercent' | 'ignore' | 'limitGoroutines' | 'limitMiB';
  label: string;
  tooltip: string;
  placeholder: string;
  width: number;
}

const TEXT_FIELDS: readonly TextField[] = [
  {
    name: 'window',
    label: 'Window',
    tooltip: 'How far back to judge from the range’s end. Longer than the load’s waves, or a wave looks like a leak.',
    placeholder: 'the range',
    width: 12,
  },
  {
    name: 'minRise',
    label: 'Minimum rise',
    tooltip: 'Goroutines that must be won over the window: less is no alarm, however sure.',
    placeholder: '5',
    width: 8,
  },
  {
    name: 'minPercent',
    label: '… in %',
    tooltip: 'The same in percent of the count at the window’s start.',
    placeholder: '5',
    width: 8,
  },
  {
    name: 'falseDiscoveryPercent',
    label: 'False discoveries, %',
    tooltip: 'The share of false suspects that is put up with among all (Benjamini-Hochberg over all stacks).',
    placeholder: '5',
    width: 8,
  },
  {
    name: 'ignore',
    label: 'Ignore',
    tooltip: 'Regular expression: stacks in which a function matches are not looked at.',
    placeholder: 'e.g. ^mylib/pool',
    width: 20,
  },
  {
    name: 'limitGoroutines',
    label: 'Goroutine limit',
    tooltip: 'Says when that many goroutines are reached at this pace.',
    placeholder: 'none',
    width: 10,
  },
  {
    name: 'limitMiB',
    label: 'Memory limit, MiB',
    tooltip: 'Says when RSS reaches it, at what one goroutine more was measured to take.',
    placeholder: 'none',
    width: 10,
  },
];

export function SuspectsEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  return (
    <>
      <Choice
        id={id('suspects-group')}
        label="One row for each"
        width={16}
        options={SUSPECT_GROUP_OPTIONS}
        value={query.groupBy ?? 'leak'}
        onChange={(groupBy) => onChange({ ...query, groupBy })}
      />
      {TEXT_FIELDS.map(({ label, name, placeholder, tooltip, width }) => (
        <EditorField key={name} label={label} htmlFor={id(name)} optional tooltip={tooltip}>
          <TextInput
            id={id(name)}
            width={width}
            placeholder={placeholder}
            value={String(query[name] ?? '')}
            onCommit={(text) => onChange({ ...query, [name]: text || undefined })}
          />
        </EditorField>
      ))}
      <EditorField
        label="Load"
        htmlFor={id('load')}
        optional
        tooltip="A field that stands for the load, such as OpenFDs for connections: growth per load is told, and what load explains is no leak."
      >
        <OneOf
          id={id('load')}
          width={18}
          placeholder="what stacks share"
          options={FIELD_OPTIONS}
          value={query.load}
          onChange={(load) => onChange({ ...query, load })}
          onClear={() => onChange({ ...query, load: undefined })}
        />
      </EditorField>
      <EditorField label="goleak’s list" tooltip="Leaves out stacks that uber-go/goleak leaves out too.">
        <EditorSwitch
          id={id('preset')}
          value={query.preset ?? true}
          onChange={({ currentTarget }) => onChange({ ...query, preset: currentTarget.checked })}
        />
      </EditorField>
      <EditorField
        label="Picture"
        tooltip="Also each leak over time, which the goroutines panel draws. Off for a table."
      >
        <EditorSwitch
          id={id('series')}
          value={query.series ?? true}
          onChange={({ currentTarget }) => onChange({ ...query, series: currentTarget.checked })}
        />
      </EditorField>
    </>
  );
}
