import { EditorField } from '@grafana/plugin-ui';
import { Combobox, Text, type ComboboxOption } from '@grafana/ui';
import React from 'react';
import type { HeapQuery } from '../types';
import { HEAP_GROUP_OPTIONS, HEAP_ORDER_OPTIONS, HEAP_VALUES_OPTIONS, SAMPLE_TYPE_OPTIONS } from './options';
import { TextInput } from './TextInput';

interface Props {
  query: HeapQuery;
  onChange: (query: HeapQuery) => void;
}

/** Stands below the fields, for the two ways to count among them. */
export const WHY_A_SAMPLE =
  'Why this is a sample: Go records about one allocation in every runtime.MemProfileRate bytes (512 KiB unless the program says otherwise). The profile is scaled up to all of them; heap?debug=1 is not.';

/** What the choices of a field mean, for its tooltip: its menu is as narrow as the field and cuts them off. */
function Choices({ options }: { options: ReadonlyArray<ComboboxOption<string>> }) {
  return (
    <dl>
      {options.map(({ description, label, value }) => (
        <React.Fragment key={value}>
          <dt>{label}</dt>
          <dd>{description}</dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

interface ChoiceProps<T extends string> {
  id: string;
  /** In units of 8 px. */
  width: number;
  options: Array<ComboboxOption<T>>;
  value: T | undefined;
  onChoose: (value: T) => void;
}

/** One of the options, or a template variable. */
function Choice<T extends string>({ id, width, options, value, onChoose }: ChoiceProps<T>) {
  // Enter calls with undefined, against its type, where the list has become shorter than the place that is highlighted.
  const choose = (option: ComboboxOption<T> | undefined) => {
    if (option) {
      onChoose(meant(options, option.value));
    }
  };
  return <Combobox<T> id={id} width={width} options={options} value={value} createCustomValue onChange={choose} />;
}

/** A label typed out in full is offered as a value of its own, and first: what has that label is meant. */
function meant<T extends string>(options: ReadonlyArray<ComboboxOption<T>>, value: T): T {
  return options.find(({ label }) => label === value)?.value ?? value;
}

export function HeapEditor({ query, onChange }: Props) {
  const id = (field: string) => `${query.refId}-${field}`;
  return (
    <>
      <EditorField label="Sample type" htmlFor={id('sample-type')} tooltip={<Choices options={SAMPLE_TYPE_OPTIONS} />}>
        <Choice
          id={id('sample-type')}
          width={20}
          options={SAMPLE_TYPE_OPTIONS}
          value={query.sampleType}
          onChoose={(sampleType) => onChange({ ...query, sampleType })}
        />
      </EditorField>
      <EditorField label="Group by" htmlFor={id('group')} tooltip={<Choices options={HEAP_GROUP_OPTIONS} />}>
        <Choice
          id={id('group')}
          width={16}
          options={HEAP_GROUP_OPTIONS}
          value={query.groupBy}
          onChoose={(groupBy) => onChange({ ...query, groupBy })}
        />
      </EditorField>
      {query.groupBy !== 'stack' && (
        <EditorField
          label="Order"
          htmlFor={id('order')}
          tooltip={
            <>
              <Choices options={HEAP_ORDER_OPTIONS} />
              By cum an allocation counts for every function of its stack, so the lines overlap and have no “other”.
            </>
          }
        >
          <Choice
            id={id('order')}
            width={12}
            options={HEAP_ORDER_OPTIONS}
            value={query.order}
            onChoose={(order) => onChange({ ...query, order })}
          />
        </EditorField>
      )}
      <EditorField label="Values" htmlFor={id('values')} tooltip={<Choices options={HEAP_VALUES_OPTIONS} />}>
        <Choice
          id={id('values')}
          width={16}
          options={HEAP_VALUES_OPTIONS}
          value={query.values}
          onChoose={(values) => onChange({ ...query, values })}
        />
      </EditorField>
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
    </>
  );
}
