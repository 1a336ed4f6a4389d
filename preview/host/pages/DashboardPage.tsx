import { getBackendSrv, locationService } from '@grafana/runtime';
import { UrlSyncContextProvider, type EmbeddedScene } from '@grafana/scenes';
import React, { useEffect, useMemo } from 'react';
import type { DashboardJson } from '../dashboard/model';
import { dashboardScene } from '../dashboard/scene';
import { WhenLoaded } from './Page';
import { PanelEditor } from './PanelEditor';
import { useLoaded } from './useLoaded';

/** `/d/<uid>`: with `viewPanel=<id>` one panel alone, with `editPanel=<id>` one panel above its query's editor. */
export function DashboardPage({ uid }: { uid: string }) {
  const loaded = useLoaded(uid, () => getBackendSrv().get<{ dashboard: DashboardJson }>(`/api/dashboards/uid/${uid}`));
  return <WhenLoaded loaded={loaded}>{({ dashboard }) => <Dashboard dashboard={dashboard} />}</WhenLoaded>;
}

function Dashboard({ dashboard }: { dashboard: DashboardJson }) {
  const params = locationService.getSearch();
  const editId = idOf(params.get('editPanel'));
  const panelId = editId ?? idOf(params.get('viewPanel'));
  const kiosk = params.has('kiosk');
  const scene = useMemo(() => dashboardScene(dashboard, { panelId, kiosk }), [dashboard, panelId, kiosk]);
  useEffect(() => {
    document.title = `${dashboard.title} - Tidemark preview`;
  }, [dashboard.title]);
  return (
    <UrlSyncContextProvider scene={scene} updateUrlOnInit={false} createBrowserHistorySteps>
      {panelId === undefined ? (
        <scene.Component model={scene} />
      ) : (
        <Single scene={scene} height={editId === undefined ? '88vh' : '50vh'} />
      )}
      {editId !== undefined && <PanelEditor scene={scene} panelId={editId} />}
    </UrlSyncContextProvider>
  );
}

/** A panel alone takes the height that it is given: there is no grid to give it one. */
function Single({ scene, height }: { scene: EmbeddedScene; height: string }) {
  return (
    <div style={{ display: 'flex', height, minHeight: 320 }}>
      <scene.Component model={scene} />
    </div>
  );
}

/** `3`, or `panel-3` as newer Grafanas write it. */
function idOf(value: string | null): number | undefined {
  const digits = /(\d+)$/.exec(value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
