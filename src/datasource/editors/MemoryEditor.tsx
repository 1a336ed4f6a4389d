import { EditorField } from '@grafana/plugin-ui';
import { MultiCombobox } from '@grafana/ui';
import React from 'react';
import type { MemoryQuery } from '../types';
import { Choice } from './Choice';
import { FIELD_OPTIONS, VIEW_OPTIONS } from './options';
import { TextInput } from './TextInput';

interface Props {
  query: MemoryQuery;
  onChange: (query: MemoryQuery) => void;
}

/** What the fields view starts with: the four that the question "is it a leak?" needs, and RSS. */
const FIRST_FIELDS = ['HeapAlloc', 'HeapIdle', 'HeapReleased', 'Sys', 'RSS'];

export function MemoryEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  return (
    <>
      <Choice
        id={id('view')}
        label="View"
        width={20}
        options={VIEW_OPTIONS}
        value={query.view}
        onChange={(view) => onChange({ ...query, view, fields: query.fields ?? FIRST_FIELDS })}
      />
      {query.view !== 'bands' && (
        <EditorField
          label="Fields"
          htmlFor={id('fields')}
          tooltip="As runtime.MemStats spells them; or a template variable."
        >
          <MultiCombobox<string>
            id={id('fields')}
            width={60}
            options={FIELD_OPTIONS}
            value={query.fields ?? []}
            createCustomValue
            onChange={(options) => onChange({ ...query, fields: options.map(({ value }) => value) })}
          />
        </EditorField>
      )}
      {query.view === 'instances' && (
        <EditorField
          label="Matchers"
          htmlFor={id('matchers')}
          optional
          tooltip="Which series of the Prometheus in the settings, as PromQL has them between braces. Empty: those of the settings, for every instance and pod."
        >
          <TextInput
            id={id('matchers')}
            width={40}
            placeholder={'job="orders"'}
            value={query.matchers ?? ''}
            onCommit={(matchers) => onChange({ ...query, matchers: matchers || undefined })}
          />
        </EditorField>
      )}
    </>
  );
}
