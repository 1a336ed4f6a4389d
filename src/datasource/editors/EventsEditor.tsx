import { EditorField } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';
import { EVENT_KINDS } from '../../frames';
import type { EventsQuery } from '../types';
import { EVENT_KIND_OPTIONS } from './options';

interface Props {
  query: EventsQuery;
  onChange: (query: EventsQuery) => void;
}

export function EventsEditor({ query, onChange }: Props) {
  const id = `${query.refId}-kinds`;
  return (
    <EditorField label="Mark" htmlFor={id}>
      <MultiCombobox
        id={id}
        width={40}
        options={EVENT_KIND_OPTIONS}
        value={[...(query.kinds ?? EVENT_KINDS)]}
        onChange={(chosen) => onChange({ ...query, kinds: chosen.map(({ value }) => value) })}
      />
    </EditorField>
  );
}
