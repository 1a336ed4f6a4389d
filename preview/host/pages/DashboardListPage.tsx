import { getBackendSrv } from '@grafana/runtime';
import { stay } from './Chrome';
import { ListLink, Page, WhenLoaded } from './Page';
import { useLoaded } from './useLoaded';
import React from 'react';

interface Hit {
  uid: string;
  title: string;
  url: string;
  tags: string[];
}

export function DashboardListPage() {
  const hits = useLoaded('search', () => getBackendSrv().get<Hit[]>('/api/search'));
  return (
    <Page title="Dashboards">
      <WhenLoaded loaded={hits}>
        {(list) =>
          list.map((hit) => (
            <ListLink key={hit.uid} href={hit.url} title={hit.title} detail={hit.tags.join(', ')} onClick={stay} />
          ))
        }
      </WhenLoaded>
    </Page>
  );
}
