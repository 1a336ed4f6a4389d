import { EventBusSrv, setLocale, setTimeZoneResolver, setWeekStart } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  setAppEvents,
  setBackendSrv,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginImportUtils,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
  config,
} from '@grafana/runtime';
import { registerFieldConfig } from './fields/register';
import { PluginLoader } from './plugins/loader';
import { PreviewBackendSrv } from './services/backendSrv';
import { PreviewDataSourceSrv } from './services/dataSourceSrv';
import { runRequest } from './services/runRequest';
import { PreviewTemplateSrv } from './services/templateSrv';

export const appEvents = new EventBusSrv();
export const plugins = new PluginLoader();

/** Gives the packages of Grafana everything that they expect the application to have set. */
export async function startServices(): Promise<void> {
  await initPluginTranslations('tidemark-preview');
  setLocale('en-US');
  setWeekStart('browser');
  setTimeZoneResolver(() => 'browser');
  setCurrentUser(config.bootData.user);
  registerFieldConfig();

  const backend = new PreviewBackendSrv(appEvents);
  setAppEvents(appEvents);
  setBackendSrv(backend);
  setEchoSrv({
    flush: () => undefined,
    addBackend: () => undefined,
    addEvent: () => undefined,
    onInteraction: () => () => undefined,
  });
  setTemplateSrv(new PreviewTemplateSrv());
  setDataSourceSrv(new PreviewDataSourceSrv(plugins));
  setRunRequest((dataSource, request, query) =>
    runRequest(dataSource, request, query, (id) => backend.cancelRequest(id))
  );
  setPluginImportUtils({
    importPanelPlugin: (id) => plugins.panel(id),
    getPanelPluginFromCache: (id) => plugins.panelFromCache(id),
  });
  // No other plugins, so nobody extends anything.
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setReturnToPreviousHook(() => () => undefined);

  await Promise.all(Object.keys(config.apps).map((id) => plugins.app(id)));
}
