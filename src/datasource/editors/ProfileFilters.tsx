import { EditorField } from '@grafana/plugin-ui';
import React from 'react';
import type { ProfileEditorProps } from './ProfileEditor';
import { TextInput } from './TextInput';

const FILTERS = [
  { field: 'focus', label: 'Focus', tooltip: 'Regular expression: keep stacks in which a function or file matches.' },
  { field: 'ignore', label: 'Ignore', tooltip: 'Regular expression: drop stacks in which a function or file matches.' },
  { field: 'hideFrames', label: 'Hide', tooltip: 'Regular expression: take matching frames out of all stacks.' },
  { field: 'showFrames', label: 'Show', tooltip: 'Regular expression: take all other frames out of all stacks.' },
  { field: 'showFrom', label: 'Show from', tooltip: 'Regular expression: take out what calls the highest match.' },
  { field: 'tagFocus', label: 'Tag focus', tooltip: 'As pprof’s -tagfocus: a label’s value, key=value, or 16kb:64kb.' },
  { field: 'tagIgnore', label: 'Tag ignore', tooltip: 'As pprof’s -tagignore.' },
] as const;

/** pprof's own filters, with their meaning there. */
export function ProfileFilters({ query, onChange }: ProfileEditorProps) {
  return FILTERS.map(({ field, label, tooltip }) => (
    <EditorField key={field} label={label} htmlFor={`${query.refId}-${field}`} optional tooltip={tooltip}>
      <TextInput
        id={`${query.refId}-${field}`}
        width={20}
        value={query[field] ?? ''}
        onCommit={(value) => onChange({ ...query, [field]: value || undefined })}
      />
    </EditorField>
  ));
}
