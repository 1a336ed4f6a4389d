import { EditorField } from '@grafana/plugin-ui';
import React from 'react';
import type { GoroutinesQuery } from '../types';
import { Choice } from './Choice';
import { GROUP_BY_OPTIONS } from './options';
import { TextInput } from './TextInput';

interface Props {
  query: GoroutinesQuery;
  onChange: (query: GoroutinesQuery) => void;
}

export function GoroutinesEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  return (
    <>
      <Choice
        id={id('group')}
        label="Group by"
        width={20}
        options={GROUP_BY_OPTIONS}
        value={query.groupBy}
        onChange={(groupBy) => onChange({ ...query, groupBy })}
      />
      {query.groupBy !== 'total' && (
        <EditorField
          label="Top"
          htmlFor={id('top')}
          tooltip="How many stand by themselves; the rest is added up in “other”."
        >
          <TextInput
            id={id('top')}
            width={8}
            value={String(query.top)}
            onCommit={(text) => onChange({ ...query, top: /^\d+$/.test(text) ? Number(text) : text })}
          />
        </EditorField>
      )}
      <EditorField
        label="Focus"
        htmlFor={id('focus')}
        optional
        tooltip="Regular expression: keep stacks in which a function matches, as pprof’s -focus."
      >
        <TextInput
          id={id('focus')}
          width={24}
          placeholder="e.g. myapp/|grpc"
          value={query.focus ?? ''}
          onCommit={(focus) => onChange({ ...query, focus: focus || undefined })}
        />
      </EditorField>
      <EditorField
        label="Ignore"
        htmlFor={id('ignore')}
        optional
        tooltip="Regular expression: drop stacks in which a function matches, as pprof’s -ignore."
      >
        <TextInput
          id={id('ignore')}
          width={24}
          placeholder="e.g. ^net/http"
          value={query.ignore ?? ''}
          onCommit={(ignore) => onChange({ ...query, ignore: ignore || undefined })}
        />
      </EditorField>
    </>
  );
}
