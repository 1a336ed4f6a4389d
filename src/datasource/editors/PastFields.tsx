import { getDataSourceSrv } from '@grafana/runtime';
import { Field, Input } from '@grafana/ui';
import React from 'react';
import { checked, MatchersError } from '../past/prometheus/matchers';
import { PROMETHEUS_TYPES } from '../past/prometheus/types';
import type { TidemarkOptions } from '../types';
import { OneOf } from './Choice';

interface Props {
  width: number;
  uid: string | undefined;
  matchers: string | undefined;
  onChange: (changed: Pick<TidemarkOptions, 'prometheusUid' | 'prometheusMatchers'>) => void;
}

/** Which Prometheus has scraped the program before, and which of its series are the program’s. */
export function PastFields({ width, uid, matchers = '', onChange }: Props) {
  const options = getDataSourceSrv()
    .getList({ type: [...PROMETHEUS_TYPES] })
    .map(({ name, uid: value }) => ({ value, label: name }));
  const wrong = uid ? problemOf(matchers) : undefined;
  return (
    <>
      <Field
        noMargin={false}
        label="Prometheus"
        description="A data source of this Grafana: Prometheus, or what answers as it does, as Mimir, Thanos and VictoriaMetrics. It is asked as you, with its own authentication."
        htmlFor="tidemark-past-prometheus"
      >
        <OneOf
          id="tidemark-past-prometheus"
          width={width}
          isClosed
          options={options}
          value={uid}
          placeholder={options.length > 0 ? 'None' : 'This Grafana has none'}
          onChange={(prometheusUid) => onChange({ prometheusUid })}
          onClear={() => onChange({ prometheusUid: undefined })}
        />
      </Field>
      {uid && (
        <Field
          noMargin={false}
          label="Matchers"
          description="What tells the program’s series from others, as in PromQL between the braces. Template variables are filled in, so that a dashboard can choose the instance."
          htmlFor="tidemark-past-matchers"
          invalid={wrong !== undefined}
          error={wrong}
        >
          <Input
            id="tidemark-past-matchers"
            width={width * 1.5}
            placeholder={'job="orders", instance="$instance"'}
            value={matchers}
            onChange={({ currentTarget }) => onChange({ prometheusMatchers: currentTarget.value || undefined })}
          />
        </Field>
      )}
    </>
  );
}

/** What is wrong with matchers, for a person. */
export function problemOf(matchers: string): string | undefined {
  try {
    checked(matchers);
    return undefined;
  } catch (error) {
    if (error instanceof MatchersError) {
      return error.message;
    }
    throw error;
  }
}
