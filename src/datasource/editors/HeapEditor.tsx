import { EditorField } from '@grafana/plugin-ui';
import { Text } from '@grafana/ui';
import React from 'react';
import { pastWantedBy } from '../query/frames';
import type { HeapQuery } from '../types';
import { Choice } from './Choice';
import { HEAP_GROUP_OPTIONS, HEAP_ORDER_OPTIONS, HEAP_VALUES_OPTIONS, SAMPLE_TYPE_OPTIONS } from './options';
import { TextInput } from './TextInput';

interface Props {
  query: HeapQuery;
  onChange: (query: HeapQuery) => void;
}

/** Stands below the fields, for the two ways to count among them. */
export const WHY_A_SAMPLE =
  'Why this is a sample: Go records about one allocation in every runtime.MemProfileRate bytes (512 KiB unless the program says otherwise). The profile is scaled up to all of them; heap?debug=1 is not.';

/** Stands there too, for what no other recorder can tell. */
export const WHY_NO_PAST =
  'These lines begin with the first profile that was taken here. Only inuse_space and inuse_objects, scaled, reach back to Pyroscope, where the settings name one.';

export function HeapEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  return (
    <>
      <Choice
        id={id('sample-type')}
        label="Sample type"
        width={20}
        options={SAMPLE_TYPE_OPTIONS}
        value={query.sampleType}
        onChange={(sampleType) => onChange({ ...query, sampleType })}
      />
      <Choice
        id={id('group')}
        label="Group by"
        width={16}
        options={HEAP_GROUP_OPTIONS}
        value={query.groupBy}
        onChange={(groupBy) => onChange({ ...query, groupBy })}
      />
      {query.groupBy !== 'stack' && (
        <Choice
          id={id('order')}
          label="Order"
          width={12}
          options={HEAP_ORDER_OPTIONS}
          value={query.order}
          onChange={(order) => onChange({ ...query, order })}
          tooltip="By cum an allocation counts for every function of its stack, so the lines overlap and have no “other”."
        />
      )}
      <Choice
        id={id('values')}
        label="Values"
        width={16}
        options={HEAP_VALUES_OPTIONS}
        value={query.values}
        onChange={(values) => onChange({ ...query, values })}
      />
      <EditorField label="Top" htmlFor={id('top')} tooltip="How many stand by themselves, those with the highest peak.">
        <TextInput
          id={id('top')}
          width={8}
          value={String(query.top)}
          onCommit={(text) => onChange({ ...query, top: /^\d+$/.test(text) ? Number(text) : text })}
        />
      </EditorField>
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
      <Text element="p" variant="bodySmall" color="secondary">
        {WHY_A_SAMPLE}
      </Text>
      {pastWantedBy(query) === 'nothing' && (
        <Text element="p" variant="bodySmall" color="secondary">
          {WHY_NO_PAST}
        </Text>
      )}
    </>
  );
}
