import type { DataSourceSettings } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { stay } from './Chrome';
import { ListLink, Page, WhenLoaded } from './Page';
import { useLoaded } from './useLoaded';
import React from 'react';

export function DataSourceListPage() {
  const all = useLoaded('datasources', () => getBackendSrv().get<DataSourceSettings[]>('/api/datasources'));
  return (
    <Page title="Data sources">
      <WhenLoaded loaded={all}>
        {(list) =>
          list.map((one) => (
            <ListLink
              key={one.uid}
              href={`/connections/datasources/edit/${one.uid}`}
              title={one.name}
              detail={`${one.type} · ${one.url}`}
              onClick={stay}
            />
          ))
        }
      </WhenLoaded>
    </Page>
  );
}
