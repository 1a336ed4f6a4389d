import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import type { NewDataSource } from './datasources';
import { expandDeep } from './expand';
import { asString, isRecord } from './http';

export interface Provisioning {
  dataSources: NewDataSource[];
  /** Folders with dashboard JSON. */
  dashboardFolders: string[];
}

/** Reads `datasources/*.yaml` and `dashboards/*.yaml` as Grafana does when it starts. */
export function readProvisioning(folder: string, env: Readonly<Record<string, string | undefined>>): Provisioning {
  const documents = (kind: string, list: string) =>
    yamlFiles(path.join(folder, kind)).flatMap((file) => {
      const document: unknown = expandDeep(load(readFileSync(file, 'utf8')), env);
      const items = isRecord(document) ? document[list] : undefined;
      if (items !== undefined && !Array.isArray(items)) {
        throw new Error(`${file}: "${list}" is not a list`);
      }
      return (items ?? []).filter(isRecord).map((item: Record<string, unknown>) => ({ file, item }));
    });

  return {
    dataSources: documents('datasources', 'datasources').map(({ file, item }) => toDataSource(file, item)),
    dashboardFolders: documents('dashboards', 'providers').flatMap(({ item }) => {
      const folderOfProvider = isRecord(item.options) ? asString(item.options.path) : undefined;
      return folderOfProvider === undefined ? [] : [path.resolve(folder, folderOfProvider)];
    }),
  };
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

function toDataSource(file: string, item: Record<string, unknown>): NewDataSource {
  const name = asString(item.name);
  const type = asString(item.type);
  if (!name || !type) {
    throw new Error(`${file}: a data source needs a name and a type`);
  }
  return {
    name,
    type,
    uid: asString(item.uid),
    access: asString(item.access) ?? 'proxy',
    url: asString(item.url) ?? '',
    basicAuth: item.basicAuth === true,
    basicAuthUser: asString(item.basicAuthUser) ?? '',
    withCredentials: item.withCredentials === true,
    isDefault: item.isDefault === true,
    jsonData: isRecord(item.jsonData) ? item.jsonData : {},
    secureJsonData: isRecord(item.secureJsonData)
      ? Object.fromEntries(Object.entries(item.secureJsonData).map(([key, value]) => [key, String(value)]))
      : {},
    // Provisioned data sources are read-only unless the file says `editable: true`.
    readOnly: item.editable !== true,
  };
}
