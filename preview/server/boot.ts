import type { DataSourceRecord, DataSourceStore } from './datasources';
import { pluginMeta, type Plugin } from './plugins';
import type { User } from './users';

/** What Grafana writes into the page as `window.grafanaBootData` before anything else runs. */
export function bootData(store: DataSourceStore, plugins: readonly Plugin[], user: User, version: string) {
  return {
    settings: { ...frontendSettings(store, plugins), buildInfo: { version, commit: '', env: 'production' } },
    user: {
      isSignedIn: user.via !== 'anonymous',
      login: user.login,
      orgRole: user.role,
      orgId: 1,
      orgName: 'Main Org.',
      isGrafanaAdmin: user.role === 'Admin',
      theme: 'dark',
      lightTheme: false,
      timezone: 'browser',
      weekStart: 'browser',
      locale: 'en-US',
      language: 'en-US',
      permissions: {},
    },
    navTree: [],
    assets: { dark: '', light: '' },
  };
}

/** The part that `/api/frontend/settings` gives, too. */
export function frontendSettings(store: DataSourceStore, plugins: readonly Plugin[]) {
  const metas = (type: string) =>
    Object.fromEntries(
      plugins.filter((plugin) => plugin.type === type).map((plugin) => [plugin.id, pluginMeta(plugin)])
    );
  const dataSources = store.list();
  return {
    appUrl: '/',
    appSubUrl: '',
    featureToggles: {},
    datasources: Object.fromEntries(dataSources.flatMap((record) => instanceSettings(record, plugins))),
    defaultDatasource: (dataSources.find((record) => record.isDefault) ?? dataSources[0])?.name ?? '',
    panels: metas('panel'),
    apps: metas('app'),
  };
}

function instanceSettings(record: DataSourceRecord, plugins: readonly Plugin[]): Array<[string, unknown]> {
  const plugin = plugins.find((candidate) => candidate.id === record.type);
  if (!plugin) {
    return [];
  }
  const settings = {
    id: record.id,
    uid: record.uid,
    type: record.type,
    name: record.name,
    meta: pluginMeta(plugin),
    // The browser never learns the target's address: it asks the proxy.
    url: record.access === 'direct' ? record.url : `/api/datasources/proxy/uid/${record.uid}`,
    isDefault: record.isDefault,
    access: record.access,
    jsonData: record.jsonData,
    readOnly: record.readOnly,
  };
  return [[record.name, settings]];
}

export function page(boot: unknown): string {
  // `</script>` inside of a string would end the script.
  const json = JSON.stringify(boot).replace(/</g, '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <base href="/" />
    <title>Tidemark preview</title>
    <link rel="icon" href="public/plugins/tidemark-pprof-app/img/logo.svg" />
    <link rel="stylesheet" href="public/build/index.css" />
    <script>
      window.grafanaBootData = ${json};
      window.__grafana_public_path__ = '/public/';
    </script>
    <script defer src="public/build/index.js"></script>
  </head>
  <body>
    <div id="reactRoot"></div>
  </body>
</html>
`;
}
