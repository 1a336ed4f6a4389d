import { EditorField } from '@grafana/plugin-ui';
import React from 'react';
import type { FindingsQuery } from '../types';
import { TextInput } from './TextInput';

interface Props {
  query: FindingsQuery;
  onChange: (query: FindingsQuery) => void;
}

export function FindingsEditor({ query, onChange }: Props) {
  const id = `${query.refId}-limit`;
  return (
    <EditorField
      label="Memory limit, MiB"
      htmlFor={id}
      optional
      tooltip="At which the process is killed: the container’s limit. Without one the program’s GOMEMLIMIT is taken, where it tells one."
    >
      <TextInput
        id={id}
        width={14}
        placeholder="GOMEMLIMIT"
        value={String(query.limitMiB ?? '')}
        onCommit={(limitMiB) => onChange({ ...query, limitMiB: limitMiB || undefined })}
      />
    </EditorField>
  );
}
