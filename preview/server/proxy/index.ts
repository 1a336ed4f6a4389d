import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ConnectionOptions } from 'node:tls';
import type { DataSourceRecord, DataSourceStore } from '../datasources';
import { ApiError } from '../http';
import type { Plugin } from '../plugins';
import type { User } from '../users';
import { forward, forwardedHeaders } from './forward';
import { matchRoute } from './match';
import { targetOf, UnreachableTarget, type Target } from './target';

const PROXY = /^\/api\/datasources\/proxy\/uid\/([\w-]+)\/?/;

export interface ProxyOptions {
  store: DataSourceStore;
  plugins: readonly Plugin[];
  /** `[dataproxy] timeout`: 30 s unless the data source says otherwise. */
  timeoutMs: number;
}

/** Grafana's data source proxy, under its rules (see preview/README.md). False when the address is another. */
export async function serveProxy(
  options: ProxyOptions,
  user: User,
  req: IncomingMessage,
  res: ServerResponse
): Promise<boolean> {
  // The path as it was sent: parsing it as a URL would resolve `..` before the routes have seen it.
  const [rawPath = '', query = ''] = splitQuery(req.url ?? '');
  const match = PROXY.exec(rawPath);
  if (!match) {
    return false;
  }
  const dataSource = options.store.find(match[1] ?? '');
  if (!dataSource) {
    throw new ApiError(404, 'Unable to find datasource');
  }
  const plugin = options.plugins.find((candidate) => candidate.id === dataSource.type);
  if (!plugin) {
    throw new ApiError(404, 'Unable to find datasource plugin');
  }
  const proxyPath = rawPath.slice(match[0].length);
  const method = req.method ?? 'GET';
  const matched = matchRoute(plugin.routes, method, proxyPath, user);
  if (matched.kind === 'denied') {
    throw new ApiError(403, 'plugin proxy route access denied');
  }
  if (method !== 'GET') {
    // Stricter than Grafana, which lets an Admin send anything anywhere: a preview needs nothing but GET.
    throw new ApiError(405, 'The preview passes on GET only');
  }

  const target = reachable(() =>
    targetOf(dataSource, matched.kind === 'route' ? matched.route : undefined, proxyPath, query)
  );
  if (!target) {
    res.writeHead(502).end();
    return true;
  }
  await forward(req, res, {
    url: target.url,
    path: target.path,
    method,
    headers: { ...requestHeaders(req, user, dataSource), ...target.headers, ...customHeaders(dataSource) },
    headerTimeoutMs: timeoutOf(dataSource) ?? options.timeoutMs,
    tls: tlsOf(dataSource),
  });
  return true;
}

function reachable(make: () => Target): Target | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UnreachableTarget) {
      return undefined;
    }
    throw error;
  }
}

function requestHeaders(req: IncomingMessage, user: User, dataSource: DataSourceRecord): OutgoingHttpHeaders {
  const { 'x-ds-authorization': own, authorization, ...headers } = forwardedHeaders(req);
  const forTarget = own === undefined ? undefined : String(own);
  // The credentials that signed the browser in are for us.
  const passedOn = forTarget ?? (user.via === 'basic' ? undefined : authorization);
  if (dataSource.basicAuth) {
    const password = dataSource.secureJsonData.basicAuthPassword ?? '';
    const credentials = Buffer.from(`${dataSource.basicAuthUser}:${password}`).toString('base64');
    return { ...headers, authorization: forTarget ?? `Basic ${credentials}` };
  }
  return passedOn === undefined ? headers : { ...headers, authorization: String(passedOn) };
}

/** `httpHeaderName1` with its value in `secureJsonData.httpHeaderValue1`, and so on until a number is missing. */
function customHeaders(dataSource: DataSourceRecord): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (let i = 1; ; i++) {
    const name = dataSource.jsonData[`httpHeaderName${i}`];
    if (typeof name !== 'string' || name === '') {
      return headers;
    }
    const value = dataSource.secureJsonData[`httpHeaderValue${i}`];
    if (value !== undefined) {
      headers[name.toLowerCase()] = value;
    }
  }
}

function tlsOf({ jsonData, secureJsonData }: DataSourceRecord): ConnectionOptions {
  return {
    rejectUnauthorized: jsonData.tlsSkipVerify !== true,
    servername: typeof jsonData.serverName === 'string' && jsonData.serverName !== '' ? jsonData.serverName : undefined,
    ca: jsonData.tlsAuthWithCACert === true ? secureJsonData.tlsCACert : undefined,
    cert: jsonData.tlsAuth === true ? secureJsonData.tlsClientCert : undefined,
    key: jsonData.tlsAuth === true ? secureJsonData.tlsClientKey : undefined,
  };
}

/** Seconds, as a number or a numeral; what is neither is no override. */
function timeoutOf(dataSource: DataSourceRecord): number | undefined {
  const seconds = Math.trunc(Number(dataSource.jsonData.timeout));
  return seconds > 0 ? seconds * 1000 : undefined;
}

function splitQuery(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
