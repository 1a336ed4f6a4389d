import { getDataSourceSrv } from '@grafana/runtime';
import { Field, Input } from '@grafana/ui';
import React from 'react';
import type { TidemarkOptions } from '../types';
import { OneOf } from './Choice';
import { problemOf } from './PastFields';

/** Grafana’s own; Phlare was its name once. */
const PYROSCOPE_TYPES = ['grafana-pyroscope-datasource', 'phlare'];

interface Props {
  width: number;
  uid: string | undefined;
  selector: string | undefined;
  onChange: (changed: Pick<TidemarkOptions, 'pyroscopeUid' | 'pyroscopeSelector'>) => void;
}

/** Which Pyroscope has stored the program’s goroutine and heap profiles, and which of its profiles are the program’s. */
export function PyroscopeFields({ width, uid, selector = '', onChange }: Props) {
  const options = getDataSourceSrv()
    .getList({ type: PYROSCOPE_TYPES })
    .map(({ name, uid: value }) => ({ value, label: name }));
  const wrong = uid ? problemOf(selector) : undefined;
  return (
    <>
      <Field
        noMargin={false}
        label="Pyroscope"
        description="A data source of this Grafana. It tells goroutines and heap by stack, each where such profiles of the program are sent to it. It is asked as you, with its own authentication."
        htmlFor="tidemark-past-pyroscope"
      >
        <OneOf
          id="tidemark-past-pyroscope"
          width={width}
          isClosed
          options={options}
          value={uid}
          placeholder={options.length > 0 ? 'None' : 'This Grafana has none'}
          onChange={(pyroscopeUid) => onChange({ pyroscopeUid })}
          onClear={() => onChange({ pyroscopeUid: undefined })}
        />
      </Field>
      {uid && (
        <Field
          noMargin={false}
          label="Label selector"
          description="What tells the program’s profiles from others, as in a query of Pyroscope between the braces. Template variables are filled in."
          htmlFor="tidemark-past-selector"
          invalid={wrong !== undefined}
          error={wrong}
        >
          <Input
            id="tidemark-past-selector"
            width={width * 1.5}
            placeholder={'service_name="orders"'}
            value={selector}
            onChange={({ currentTarget }) => onChange({ pyroscopeSelector: currentTarget.value || undefined })}
          />
        </Field>
      )}
    </>
  );
}
