import type { QueryEditorProps } from '@grafana/data';
import { EditorRow, EditorRows } from '@grafana/plugin-ui';
import React from 'react';
import type { TidemarkDataSource } from '../datasource';
import {
  DEFAULT_DUMP,
  DEFAULT_GOROUTINES,
  DEFAULT_HEAP,
  DEFAULT_MEMORY,
  DEFAULT_PROFILE,
  DEFAULT_SUSPECTS,
  type QueryType,
  type TidemarkOptions,
  type TidemarkQuery,
} from '../types';
import { Choice } from './Choice';
import { DumpEditor } from './DumpEditor';
import { EventsEditor } from './EventsEditor';
import { FindingsEditor } from './FindingsEditor';
import { GoroutinesEditor } from './GoroutinesEditor';
import { HeapEditor } from './HeapEditor';
import { MemoryEditor } from './MemoryEditor';
import { QUERY_TYPE_OPTIONS } from './options';
import { ProfileEditor } from './ProfileEditor';
import { ProfileFilters } from './ProfileFilters';
import { ProfileMoments } from './ProfileMoments';
import { SuspectsEditor } from './SuspectsEditor';
import { VerdictEditor } from './VerdictEditor';

type Props = QueryEditorProps<TidemarkDataSource, TidemarkQuery, TidemarkOptions>;

const DEFAULTS = {
  goroutines: DEFAULT_GOROUTINES,
  memory: DEFAULT_MEMORY,
  suspects: DEFAULT_SUSPECTS,
  deploys: { queryType: 'deploys' },
  verdict: { queryType: 'verdict' },
  events: { queryType: 'events' },
  findings: { queryType: 'findings' },
  process: { queryType: 'process' },
  heap: DEFAULT_HEAP,
  profile: DEFAULT_PROFILE,
  dump: DEFAULT_DUMP,
} as const satisfies Record<QueryType, object>;

/** The query editor: what to show, and then the fields of that query type. Each change runs the query. */
export function QueryEditor({ query, onChange, onRunQuery }: Props) {
  const change = (changed: TidemarkQuery) => {
    onChange(changed);
    onRunQuery();
  };
  const changeType = (queryType: TidemarkQuery['queryType']) => {
    const { refId, datasource, hide } = query;
    change({ refId, datasource, hide, ...DEFAULTS[queryType] });
  };
  return (
    <EditorRows>
      <EditorRow>
        <Choice
          id={`${query.refId}-type`}
          label="Show"
          width={24}
          isClosed
          options={QUERY_TYPE_OPTIONS}
          value={query.queryType}
          onChange={changeType}
        />
        <FieldsEditor query={query} onChange={change} />
      </EditorRow>
      {query.queryType === 'profile' && (
        <>
          <EditorRow>
            <ProfileMoments query={{ ...DEFAULT_PROFILE, ...query }} onChange={change} />
          </EditorRow>
          <EditorRow>
            <ProfileFilters query={{ ...DEFAULT_PROFILE, ...query }} onChange={change} />
          </EditorRow>
        </>
      )}
    </EditorRows>
  );
}

interface FieldsProps {
  query: TidemarkQuery;
  onChange: (query: TidemarkQuery) => void;
}

/** What can be set for this query type. Queries of before there were types, and new ones, are goroutines. */
function FieldsEditor({ query, onChange }: FieldsProps) {
  switch (query.queryType) {
    case 'memory':
      return <MemoryEditor query={query} onChange={onChange} />;
    case 'suspects':
      return <SuspectsEditor query={{ ...DEFAULT_SUSPECTS, ...query }} onChange={onChange} />;
    case 'verdict':
      return <VerdictEditor query={query} onChange={onChange} />;
    case 'events':
      return <EventsEditor query={query} onChange={onChange} />;
    case 'findings':
      return <FindingsEditor query={query} onChange={onChange} />;
    case 'heap':
      return <HeapEditor query={{ ...DEFAULT_HEAP, ...query }} onChange={onChange} />;
    case 'profile':
      return <ProfileEditor query={{ ...DEFAULT_PROFILE, ...query }} onChange={onChange} />;
    case 'dump':
      return <DumpEditor query={query} onChange={onChange} />;
    case 'deploys':
    case 'process':
      return null;
    default:
      return <GoroutinesEditor query={{ ...DEFAULT_GOROUTINES, ...query }} onChange={onChange} />;
  }
}
