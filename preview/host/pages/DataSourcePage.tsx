import type { DataSourceApi, DataSourcePlugin, DataSourceSettings } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { config, getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button, Field, Input } from '@grafana/ui';
import React, { useState } from 'react';
import { plugins } from '../start';
import { ListLink, Page, WhenLoaded } from './Page';
import { stay } from './Chrome';
import { TestResult, testDataSource, type Outcome } from './TestResult';
import { messageOf, useLoaded } from './useLoaded';

/** The settings of one data source: the plugin's own editor between Grafana's name field and "Save & test". */
export function DataSourcePage({ uid }: { uid: string }) {
  const loaded = useLoaded(uid, async () => {
    const settings = await getBackendSrv().get<DataSourceSettings>(`/api/datasources/uid/${uid}`);
    const meta = config.datasources[settings.name]?.meta;
    if (!meta) {
      throw new Error(`Plugin "${settings.type}" is not in dist/`);
    }
    return { settings, plugin: await plugins.dataSource(meta) };
  });
  return (
    <WhenLoaded loaded={loaded}>{({ settings, plugin }) => <Settings initial={settings} plugin={plugin} />}</WhenLoaded>
  );
}

function Settings({ initial, plugin }: { initial: DataSourceSettings; plugin: DataSourcePlugin<DataSourceApi> }) {
  const [settings, setSettings] = useState<DataSourceSettings>(initial);
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const ConfigEditor = plugin.components.ConfigEditor;

  const saveAndTest = async () => {
    setBusy(true);
    setOutcome(undefined);
    try {
      if (!settings.readOnly) {
        const path = `/api/datasources/uid/${settings.uid}`;
        const { datasource } = await getBackendSrv().put<{ datasource: DataSourceSettings }>(path, settings);
        setSettings({ ...datasource, secureJsonData: undefined });
        await getDataSourceSrv().reload();
      }
      setOutcome(await testDataSource(await getDataSourceSrv().get(settings.uid)));
    } catch (error) {
      setOutcome({ status: 'error', message: messageOf(error) });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Page title={settings.name}>
      {settings.readOnly && (
        <Alert severity="info" title="This data source was added by config and cannot be modified." />
      )}
      <Field label="Name" noMargin>
        <Input
          data-testid={selectors.pages.DataSource.name}
          value={settings.name}
          width={40}
          readOnly={settings.readOnly}
          onChange={(event) => setSettings({ ...settings, name: event.currentTarget.value })}
        />
      </Field>
      <div style={{ margin: '24px 0' }}>
        {ConfigEditor ? (
          <ConfigEditor options={settings} onOptionsChange={setSettings} />
        ) : (
          <Alert severity="warning" title="This plugin has no settings editor" />
        )}
      </div>
      {outcome && <TestResult outcome={outcome} />}
      <Button data-testid={selectors.pages.DataSource.saveAndTest} disabled={busy} onClick={saveAndTest}>
        {settings.readOnly ? 'Test' : 'Save & test'}
      </Button>
      {outcome?.status === 'success' && (
        <div style={{ marginTop: 24 }}>
          <ListLink href="/" title="Dashboards" detail="See what this data source shows" onClick={stay} />
        </div>
      )}
    </Page>
  );
}
