import {
  AppPlugin,
  DataSourcePlugin,
  PanelPlugin,
  type DataSourceApi,
  type DataSourcePluginMeta,
  type PanelPluginMeta,
  type PluginMeta,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { corePanels } from '../panels';
import { StandInPrometheus } from '../prometheus/dataSource';
import { StandInPyroscope } from '../pyroscope/dataSource';
import { prepareSystem } from './system';

/** For a data source that only Grafana itself has. */
function standInFor(id: string): unknown {
  switch (id) {
    case 'prometheus':
      return new DataSourcePlugin(StandInPrometheus);
    case 'grafana-pyroscope-datasource':
      return new DataSourcePlugin(StandInPyroscope);
    default:
      return undefined;
  }
}

/** Plugins by their id: from `dist/` through SystemJS, and stand-ins for the panels that only Grafana itself has. */
export class PluginLoader {
  private readonly system = prepareSystem();
  private readonly panels = new Map<string, PanelPlugin>(corePanels());

  async dataSource(meta: DataSourcePluginMeta): Promise<DataSourcePlugin<DataSourceApi>> {
    const plugin = standInFor(meta.id) ?? (await this.load(meta));
    if (!(plugin instanceof DataSourcePlugin)) {
      throw new Error(`${meta.id}: module.js does not export a DataSourcePlugin as "plugin"`);
    }
    plugin.meta = meta;
    return plugin;
  }

  async panel(id: string): Promise<PanelPlugin> {
    const known = this.panels.get(id);
    if (known) {
      return known;
    }
    const meta: PanelPluginMeta | undefined = config.panels[id];
    if (!meta) {
      return this.broken(id, `There is no panel plugin "${id}" in dist/ and no stand-in for it in the preview host.`);
    }
    try {
      const plugin = await this.load(meta);
      if (!(plugin instanceof PanelPlugin)) {
        throw new Error('module.js does not export a PanelPlugin as "plugin"');
      }
      plugin.meta = meta;
      this.panels.set(id, plugin);
      return plugin;
    } catch (error) {
      return this.broken(id, `${id} could not be loaded: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  panelFromCache(id: string): PanelPlugin | undefined {
    return this.panels.get(id);
  }

  /** Apps with `preload`, and ours for its start-up code, run before the first page. */
  async app(id: string): Promise<void> {
    const meta = config.apps[id];
    const loaded =
      meta === undefined
        ? undefined
        : await this.load({ ...Object(meta), id, module: `public/plugins/${id}/module.js` });
    if (loaded !== undefined && !(loaded instanceof AppPlugin)) {
      throw new Error(`${id}: module.js does not export an AppPlugin as "plugin"`);
    }
  }

  private async load(meta: PluginMeta): Promise<unknown> {
    const module = await this.system.import(new URL(meta.module, document.baseURI).href);
    // A plugin may be a promise (Grafana awaits it): that is how a plugin waits for its translations.
    return typeof module === 'object' && module !== null ? await Reflect.get(module, 'plugin') : undefined;
  }

  private broken(id: string, message: string): PanelPlugin {
    console.error(message);
    const plugin = new PanelPlugin(() => {
      throw new Error(message);
    });
    plugin.meta = {
      id,
      name: id,
      sort: 0,
      type: 'panel',
      module: '',
      baseUrl: '',
      info: emptyInfo(),
    } as unknown as PanelPluginMeta;
    return plugin;
  }
}

function emptyInfo(): PluginMeta['info'] {
  return {
    author: { name: '' },
    description: '',
    links: [],
    logos: { large: '', small: '' },
    screenshots: [],
    updated: '',
    version: '',
  };
}
