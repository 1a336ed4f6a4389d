import { EditorField } from '@grafana/plugin-ui';
import React from 'react';
import type { VerdictQuery } from '../types';
import { TextInput } from './TextInput';

interface Props {
  query: VerdictQuery;
  onChange: (query: VerdictQuery) => void;
}

const FIELDS = [
  { name: 'before', label: 'Before', placeholder: 'before the newest deploy' },
  { name: 'after', label: 'After', placeholder: 'since the newest deploy' },
] as const;

/** Which two stretches of time are compared. */
export function VerdictEditor({ query, onChange }: Props) {
  return (
    <>
      {FIELDS.map(({ label, name, placeholder }) => (
        <EditorField
          key={name}
          label={label}
          htmlFor={`${query.refId}-${name}`}
          optional
          tooltip="A deploy’s name, for the time under it; or two times with a slash between them: 2026-11-21T12:00:00Z/2026-11-21T12:30:00Z."
        >
          <TextInput
            id={`${query.refId}-${name}`}
            width={36}
            placeholder={placeholder}
            value={query[name] ?? ''}
            onCommit={(text) => onChange({ ...query, [name]: text || undefined })}
          />
        </EditorField>
      ))}
    </>
  );
}
