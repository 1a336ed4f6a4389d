import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { asString, isRecord } from './http';

/** One entry of `routes` in a data source's plugin.json. */
export interface PluginRoute {
  path: string;
  method?: string;
  url?: string;
  reqRole?: string;
  reqAction?: string;
  headers?: ReadonlyArray<{ name: string; content: string }>;
  urlParams?: ReadonlyArray<{ name: string; content: string }>;
}

export interface Plugin {
  id: string;
  type: string;
  name: string;
  /** Where its module.js lies; empty where the page has it. */
  folder: string;
  json: Record<string, unknown>;
  routes: readonly PluginRoute[];
}

/** Every plugin.json of a plugin folder, nested ones too: Grafana finds them by walking the folder. */
export function readPlugins(dist: string): Plugin[] {
  const found: Plugin[] = [];
  const walk = (folder: string) => {
    const file = path.join(folder, 'plugin.json');
    if (existsSync(file)) {
      found.push(toPlugin(file));
    }
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) {
        walk(path.join(folder, entry.name));
      }
    }
  };
  walk(dist);
  return found;
}

/** What Grafana brings with it: the page has stand-ins for them (preview/host/prometheus, preview/host/pyroscope). */
export const BUILT_IN: readonly Plugin[] = [
  builtIn('prometheus', 'Prometheus', { metrics: true, annotations: true, alerting: true }),
  builtIn('grafana-pyroscope-datasource', 'Grafana Pyroscope', { metrics: true }),
];

function builtIn(id: string, name: string, abilities: Record<string, boolean>): Plugin {
  return {
    id,
    type: 'datasource',
    name,
    folder: '',
    json: { id, type: 'datasource', name, ...abilities },
    routes: [],
  };
}

function toPlugin(file: string): Plugin {
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const id = isRecord(json) ? asString(json.id) : undefined;
  const type = isRecord(json) ? asString(json.type) : undefined;
  if (!isRecord(json) || !id || !type) {
    throw new Error(`${file}: not a plugin.json with an id and a type`);
  }
  const routes = Array.isArray(json.routes) ? json.routes.filter(isRecord) : [];
  return {
    id,
    type,
    name: asString(json.name) ?? id,
    folder: path.dirname(file),
    json,

    routes: routes as unknown as PluginRoute[],
  };
}

/**
 * What the front end calls a plugin's `meta`. A nested plugin is served below its **own** id and not below its
 * parent's (Grafana, pkg/plugins/pluginassets/localprovider.go); with a webpack public path that follows the module's
 * address, this is why lazy chunks of nested plugins are not found.
 */
export function pluginMeta(plugin: Plugin): Record<string, unknown> {
  const baseUrl = `public/plugins/${plugin.id}`;
  const info = isRecord(plugin.json.info) ? plugin.json.info : {};
  const logos = isRecord(info.logos) ? info.logos : {};
  const logo = (size: string) => `${baseUrl}/${asString(logos[size]) ?? 'img/logo.svg'}`;
  return {
    ...plugin.json,
    info: { ...info, logos: { small: logo('small'), large: logo('large') } },
    module: `${baseUrl}/module.js`,
    baseUrl,
    signature: 'unsigned',
    loadingStrategy: 'fetch',
    angular: { detected: false, hideDeprecation: false },
    enabled: true,
    pinned: false,
    hasUpdate: false,
    state: '',
    sort: 100,
    hideFromList: false,
    skipDataQuery: plugin.json.skipDataQuery === true,
  };
}
