import type { QueryEditorProps } from '@grafana/data';
import { EditorField, EditorRow, EditorRows } from '@grafana/plugin-ui';
import { Combobox } from '@grafana/ui';
import React from 'react';
import type { TidemarkDataSource } from '../datasource';
import { DEFAULT_GOROUTINES, DEFAULT_MEMORY, type TidemarkOptions, type TidemarkQuery } from '../types';
import { GoroutinesEditor } from './GoroutinesEditor';
import { MemoryEditor } from './MemoryEditor';
import { QUERY_TYPE_OPTIONS } from './options';

type Props = QueryEditorProps<TidemarkDataSource, TidemarkQuery, TidemarkOptions>;

/** The query editor: what to show, and then the fields of that query type. Each change runs the query. */
export function QueryEditor({ query, onChange, onRunQuery }: Props) {
  const change = (changed: TidemarkQuery) => {
    onChange(changed);
    onRunQuery();
  };
  const changeType = (queryType: TidemarkQuery['queryType']) => {
    const { refId, datasource, hide } = query;
    change({ refId, datasource, hide, ...(queryType === 'memory' ? DEFAULT_MEMORY : DEFAULT_GOROUTINES) });
  };
  return (
    <EditorRows>
      <EditorRow>
        <EditorField label="Show" htmlFor={`${query.refId}-type`}>
          <Combobox
            id={`${query.refId}-type`}
            width={20}
            options={QUERY_TYPE_OPTIONS}
            value={query.queryType}
            onChange={({ value }) => changeType(value)}
          />
        </EditorField>
        {query.queryType === 'memory' ? (
          <MemoryEditor query={query} onChange={change} />
        ) : (
          <GoroutinesEditor query={{ ...DEFAULT_GOROUTINES, ...query }} onChange={change} />
        )}
      </EditorRow>
    </EditorRows>
  );
}
