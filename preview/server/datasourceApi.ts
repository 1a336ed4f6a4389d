import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DataSourceRecord, DataSourceStore, NewDataSource } from './datasources';
import { ApiError, asString, isRecord, readJson, sendJson } from './http';
import { hasRole, type User } from './users';

/** `/api/datasources` and `/api/datasources/uid/:uid`. False when the path is none of these. */
export async function serveDataSourceApi(
  store: DataSourceStore,
  user: User,
  req: IncomingMessage,
  res: ServerResponse,
  pathname: string
): Promise<boolean> {
  const match = /^\/api\/datasources(?:\/uid\/([^/]+))?$/.exec(pathname);
  if (!match) {
    return false;
  }
  const uid = match[1];
  if (req.method !== 'GET' && !hasRole(user, 'Admin')) {
    throw new ApiError(403, "You'll need additional permissions to perform this action.");
  }
  if (uid === undefined) {
    if (req.method === 'GET') {
      sendJson(res, 200, store.list().map(toDto));
      return true;
    }
    if (req.method === 'POST') {
      const added = store.add(fromBody(await readJson(req)));
      sendJson(res, 200, { id: added.id, message: 'Datasource added', name: added.name, datasource: toDto(added) });
      return true;
    }
  } else if (req.method === 'GET') {
    sendJson(res, 200, toDto(store.get(uid)));
    return true;
  } else if (req.method === 'PUT') {
    const updated = store.update(uid, fromBody(await readJson(req)));
    sendJson(res, 200, {
      id: updated.id,
      message: 'Datasource updated',
      name: updated.name,
      datasource: toDto(updated),
    });
    return true;
  } else if (req.method === 'DELETE') {
    sendJson(res, 200, { id: store.remove(uid).id, message: 'Data source deleted' });
    return true;
  }
  throw new ApiError(404, 'Not found');
}

function fromBody(body: Record<string, unknown>): NewDataSource {
  const name = asString(body.name);
  const type = asString(body.type);
  if (!name || !type) {
    throw new ApiError(400, 'bad request data');
  }
  return {
    name,
    type,
    uid: asString(body.uid),
    access: asString(body.access) ?? 'proxy',
    url: asString(body.url) ?? '',
    basicAuth: body.basicAuth === true,
    basicAuthUser: asString(body.basicAuthUser) ?? '',
    withCredentials: body.withCredentials === true,
    isDefault: body.isDefault === true,
    jsonData: isRecord(body.jsonData) ? body.jsonData : {},
    secureJsonData: isRecord(body.secureJsonData)
      ? Object.fromEntries(Object.entries(body.secureJsonData).map(([key, value]) => [key, String(value)]))
      : {},
    readOnly: false,
  };
}

/** What Grafana tells about a data source: of a secret, only that it is set. */
function toDto({ secureJsonData, ...record }: DataSourceRecord): Record<string, unknown> {
  return {
    ...record,
    orgId: 1,
    typeLogoUrl: '',
    user: '',
    database: '',
    secureJsonFields: Object.fromEntries(Object.keys(secureJsonData).map((key) => [key, true])),
    apiVersion: '',
  };
}
