import { Field, Input } from '@grafana/ui';
import React from 'react';
import { parseVersionMetric } from '../../core/memstats/version';
import { VERSION_METRIC_FORM } from '../settings';

interface Props {
  width: number;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** Which metric tells the program's version. What is wrong with it is said while it is typed. */
export function VersionMetricField({ width, value = '', onChange }: Props) {
  const wrong = value.trim() !== '' && parseVersionMetric(value) === undefined;
  return (
    <Field
      noMargin={false}
      label="Version metric"
      description="The metric and the label that hold the program’s version, for deploys. Empty: the one that ends in _build_info. “Save & test” names the version."
      htmlFor="tidemark-version-metric"
      invalid={wrong}
      error={wrong ? VERSION_METRIC_FORM : undefined}
    >
      <Input
        id="tidemark-version-metric"
        width={width}
        placeholder="orders_build_info{version}"
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      />
    </Field>
  );
}
