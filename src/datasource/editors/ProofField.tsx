import { Field, Switch } from '@grafana/ui';
import React from 'react';

interface Props {
  /** On unless it says otherwise. */
  value: boolean | undefined;
  onChange: (value: boolean | undefined) => void;
}

/** Whether the program may be asked for its goroutineleak profile, which makes it collect its garbage. */
export function ProofField({ value = true, onChange }: Props) {
  return (
    <Field
      noMargin={false}
      label="Proof of leaks"
      description="While something is suspected, Go’s goroutineleak profile is read once a minute at most, where the program has it. Each read makes the program collect its garbage."
      htmlFor="tidemark-proof"
    >
      <Switch
        id="tidemark-proof"
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? undefined : false)}
      />
    </Field>
  );
}
