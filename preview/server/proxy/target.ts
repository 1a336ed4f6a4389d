import type { DataSourceRecord } from '../datasources';
import type { PluginRoute } from '../plugins';
import { interpolate, type TemplateData } from './template';

export interface Target {
  url: URL;
  /** The path and query to ask for, as they were sent: `url` has resolved escaped dot segments, as Grafana does not. */
  path: string;
  /** Set by the route, over those of the browser. */
  headers: Record<string, string>;
}

/** An address that no request can be sent to: Grafana answers 502 when its transport finds out. */
export class UnreachableTarget extends Error {}

/**
 * Where a request goes. Without a route, or with one that has no `url`, to the data source's URL and the path as it
 * was sent; with a `url`, to that and the rest of the path. The query goes along; of the data source's URL only scheme,
 * host and path count.
 */
export function targetOf(
  dataSource: DataSourceRecord,
  route: PluginRoute | undefined,
  proxyPath: string,
  query: string
): Target {
  const data: TemplateData = {
    URL: dataSource.url,
    JsonData: dataSource.jsonData,
    SecureJsonData: dataSource.secureJsonData,
  };
  // A URL without a scheme is taken for http (pkg/api/datasource/validation.go).
  const dataSourceUrl = /^[^:]*:\/\//.test(dataSource.url) ? dataSource.url : `http://${dataSource.url}`;
  const { url, path } = route?.url
    ? join(
        interpolate(route.url, data),
        proxyPath.startsWith(route.path) ? proxyPath.slice(route.path.length) : proxyPath
      )
    : join(dataSourceUrl, proxyPath);

  // With a route, Grafana reads the query and writes it anew, sorted; without, it is passed on as it came.
  const params = new URLSearchParams(query);
  for (const param of route?.urlParams ?? []) {
    params.append(interpolate(param.name, data), interpolate(param.content, data));
  }
  params.sort();
  url.search = route ? params.toString() : query;

  const headers = (route?.headers ?? []).map((header) => [
    header.name.toLowerCase(),
    interpolate(header.content, data),
  ]);
  return { url, path: path + url.search, headers: Object.fromEntries(headers) };
}

function join(base: string, rest: string): { url: URL; path: string } {
  let url: URL;
  try {
    url = new URL(base);
  } catch {
    throw new UnreachableTarget(`"${base}" is not a URL`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UnreachableTarget(`"${base}": only http and https`);
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  if (rest === '') {
    return { url, path: url.pathname };
  }
  const path = `${url.pathname.replace(/\/$/, '')}/${rest.replace(/^\//, '')}`;
  url.pathname = path;
  return { url, path };
}
