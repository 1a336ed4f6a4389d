import { EditorField } from '@grafana/plugin-ui';
import { Combobox, type ComboboxOption } from '@grafana/ui';
import React from 'react';

interface Props<T extends string> {
  id: string;
  label: string;
  width: number;
  tooltip?: string;
  options: Array<ComboboxOption<T>>;
  value: T;
  onChange: (value: T) => void;
}

/** One of a few, or a template variable. */
export function Choice<T extends string>({ id, label, onChange, options, tooltip, value, width }: Props<T>) {
  return (
    <EditorField label={label} htmlFor={id} tooltip={tooltip}>
      <Combobox<T>
        id={id}
        width={width}
        options={options}
        value={value}
        createCustomValue
        onChange={(chosen) => onChange(chosen.value)}
      />
    </EditorField>
  );
}
