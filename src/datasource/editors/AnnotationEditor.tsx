import type { QueryEditorProps } from '@grafana/data';
import { EditorRow } from '@grafana/plugin-ui';
import React from 'react';
import type { TidemarkDataSource } from '../datasource';
import type { TidemarkOptions, TidemarkQuery } from '../types';
import { EventsEditor } from './EventsEditor';

type Props = QueryEditorProps<TidemarkDataSource, TidemarkQuery, TidemarkOptions>;

/** What an annotation of this data source marks. */
export function AnnotationEditor({ query, onChange }: Props) {
  const events = query.queryType === 'events' ? query : { refId: query.refId, queryType: 'events' as const };
  return (
    <EditorRow>
      <EventsEditor query={events} onChange={onChange} />
    </EditorRow>
  );
}
