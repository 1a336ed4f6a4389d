import type { DataSourceApi, DataSourceInstanceSettings, DataSourceRef, ScopedVars } from '@grafana/data';
import {
  config,
  getBackendSrv,
  getTemplateSrv,
  type DataSourceSrv,
  type GetDataSourceListFilters,
  type RuntimeDataSourceRegistration,
} from '@grafana/runtime';
import type { PluginLoader } from '../plugins/loader';

type Ref = DataSourceRef | string | null;

/** Data sources by uid or name; one instance each, made when first asked for. */
export class PreviewDataSourceSrv implements DataSourceSrv {
  private settings = Object.values(config.datasources);
  private readonly instances = new Map<string, Promise<DataSourceApi>>();

  constructor(private readonly plugins: PluginLoader) {}

  get(ref?: Ref, scopedVars?: ScopedVars): Promise<DataSourceApi> {
    const settings = this.resolve(ref, scopedVars);
    if (!settings) {
      return Promise.reject(new Error(`Datasource ${nameOf(ref) ?? ''} was not found`));
    }
    const known = this.instances.get(settings.uid);
    if (known) {
      return known;
    }
    const made = this.create(settings);
    this.instances.set(settings.uid, made);
    return made;
  }

  private async create(settings: DataSourceInstanceSettings): Promise<DataSourceApi> {
    const plugin = await this.plugins.dataSource(settings.meta);
    const instance = new plugin.DataSourceClass(settings);
    instance.components = plugin.components;
    return instance;
  }

  getInstanceSettings(ref?: Ref, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const settings = this.resolve(ref, scopedVars);
    const name = nameOf(ref);
    // A variable stays a variable, so that what is saved does not name today's choice.
    return settings && name?.startsWith('$')
      ? { ...settings, isDefault: false, name, uid: name, rawRef: { type: settings.type, uid: settings.uid } }
      : settings;
  }

  private resolve(ref: Ref | undefined, scopedVars?: ScopedVars): DataSourceInstanceSettings | undefined {
    const name = nameOf(ref);
    if (name === undefined || name === 'default') {
      const type = typeof ref === 'object' ? ref?.type : undefined;
      const candidates = this.getList({ type, all: true });
      return candidates.find((settings) => settings.isDefault) ?? candidates[0];
    }
    const wanted = getTemplateSrv().replace(name, scopedVars, (value: unknown) =>
      String(Array.isArray(value) ? value[0] : value)
    );
    return (
      this.settings.find((settings) => settings.uid === wanted) ??
      this.settings.find((settings) => settings.name === wanted)
    );
  }

  getList(filters: GetDataSourceListFilters = {}): DataSourceInstanceSettings[] {
    const types = filters.type === undefined ? undefined : [filters.type].flat();
    return this.settings
      .filter((settings) => types?.includes(settings.type) ?? true)
      .filter((settings) => filters.pluginId === undefined || settings.meta.id === filters.pluginId)
      .filter((settings) => !filters.metrics || settings.meta.metrics)
      .filter((settings) => !filters.annotations || settings.meta.annotations)
      .filter((settings) => !filters.alerting || settings.meta.alerting)
      .filter((settings) => !filters.logs || settings.meta.logs)
      .filter((settings) => !filters.tracing || settings.meta.tracing)
      .filter((settings) => filters.filter?.(settings) ?? true)
      .sort((a, b) => a.name.localeCompare(b.name));
  }

  /** After a change of settings: instances were made with the old ones. */
  async reload(): Promise<void> {
    const fresh =
      await getBackendSrv().get<Pick<typeof config, 'datasources' | 'defaultDatasource'>>('/api/frontend/settings');
    config.datasources = fresh.datasources;
    config.defaultDatasource = fresh.defaultDatasource;
    this.settings = Object.values(fresh.datasources);
    this.instances.clear();
  }

  registerRuntimeDataSource({ dataSource }: RuntimeDataSourceRegistration): void {
    this.settings.push(dataSource.instanceSettings);
    this.instances.set(dataSource.uid, Promise.resolve(dataSource));
  }
}

function nameOf(ref: Ref | undefined): string | undefined {
  return typeof ref === 'string' ? ref : ref?.uid;
}
