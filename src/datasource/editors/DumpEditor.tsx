import { EditorField } from '@grafana/plugin-ui';
import React from 'react';
import { DUMP_VIEWS } from '../../frames';
import { DEFAULT_DUMP, type DumpQuery } from '../types';
import { Choice } from './Choice';
import { plainOptions } from './options';
import { TakeField } from './TakeField';
import { TextInput } from './TextInput';

interface Props {
  query: DumpQuery;
  onChange: (query: DumpQuery) => void;
}

const FIELDS = [
  { field: 'state', label: 'State', tooltip: 'Regular expression, as “chan receive|select”.' },
  { field: 'focus', label: 'Focus', tooltip: 'Regular expression: goroutines with a function in their stack.' },
  { field: 'creator', label: 'Created by', tooltip: 'Regular expression: the function with the go statement.' },
  { field: 'minMinutes', label: 'Waited', tooltip: 'At least so many minutes.' },
  { field: 'top', label: 'Top', tooltip: 'How many rows.' },
] as const;

export function DumpEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  const shown = { ...DEFAULT_DUMP, ...query };
  return (
    <>
      <Choice
        id={id('view')}
        label="Rows"
        width={16}
        options={plainOptions(DUMP_VIEWS)}
        value={shown.view}
        onChange={(view) => onChange({ ...query, view })}
      />
      {FIELDS.map(({ field, label, tooltip }) => (
        <EditorField key={field} label={label} htmlFor={id(field)} optional tooltip={tooltip}>
          <TextInput
            id={id(field)}
            width={field === 'top' || field === 'minMinutes' ? 8 : 20}
            value={String(shown[field] ?? '')}
            onCommit={(text) => onChange({ ...query, [field]: text || undefined })}
          />
        </EditorField>
      ))}
      <TakeField
        id={query.refId}
        label="Dump"
        tooltip="Reads goroutine?debug=2 once, now: the program stands still while it writes all of its goroutines. Above 10,000 hold Shift to confirm."
        query={query}
        onChange={(taking) => onChange({ ...query, ...taking })}
      />
    </>
  );
}
