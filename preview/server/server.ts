import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AnnotationApi } from './annotations';
import { serveAsset } from './assets';
import { bootData, frontendSettings, page } from './boot';
import { DashboardStore, serveDashboardApi } from './dashboards';
import { serveDataSourceApi } from './datasourceApi';
import { DataSourceStore, type NewDataSource } from './datasources';
import { ApiError, asString, readJson, sendJson } from './http';
import { BUILT_IN, pluginMeta, readPlugins } from './plugins';
import { readProvisioning } from './provisioning';
import { serveProxy } from './proxy';
import { hasRole, SESSION_COOKIE, Sessions, type User } from './users';

export interface PreviewOptions {
  /** The built plugin. */
  dist: string;
  provisioning: string;
  /** The host's bundle, see build.ts. */
  build: string;
  nodeModules: string;
  version: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Beside those that are provisioned. */
  dataSources?: readonly NewDataSource[];
  proxyTimeoutMs?: number;
}

/** Everything of the preview behind one request handler. State lives as long as the server. */
export function createPreviewServer(options: PreviewOptions): Server {
  const plugins = [...readPlugins(options.dist), ...BUILT_IN];
  const provisioning = readProvisioning(options.provisioning, options.env);
  const store = new DataSourceStore();
  [...provisioning.dataSources, ...(options.dataSources ?? [])].forEach((dataSource) => store.add(dataSource));
  const dashboards = new DashboardStore(provisioning.dashboardFolders);
  const annotations = new AnnotationApi();
  const sessions = new Sessions();
  const proxy = { store, plugins, timeoutMs: options.proxyTimeoutMs ?? 30_000 };
  const folders = { plugins, build: options.build, nodeModules: options.nodeModules };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    refuseOtherOrigins(req);
    const url = new URL(req.url ?? '/', 'http://preview');
    if (url.pathname === '/login' && req.method === 'POST') {
      return login(sessions, req, res);
    }
    if (serveAsset(folders, res, url.pathname)) {
      return;
    }
    const user = sessions.userOf(req);
    if (!user) {
      throw new ApiError(401, 'Invalid username or password');
    }
    if (
      (await serveProxy(proxy, user, req, res)) ||
      (await serveDataSourceApi(store, user, req, res, url.pathname)) ||
      (await serveDashboardApi(dashboards, user, req, res, url)) ||
      (await annotations.serve(req, res, url))
    ) {
      return;
    }
    if (url.pathname === '/api/admin/users' && req.method === 'POST') {
      return addUser(sessions, user, req, res);
    }
    switch (url.pathname) {
      case '/api/health':
        return sendJson(res, 200, { database: 'ok', version: options.version, commit: '' });
      case '/api/frontend/settings':
        return sendJson(res, 200, frontendSettings(store, plugins));
      case '/api/plugins':
        return sendJson(res, 200, plugins.map(pluginMeta));
      case '/api/user':
        return sendJson(res, 200, { login: user.login, orgId: 1, isGrafanaAdmin: user.role === 'Admin' });
    }
    if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/public/')) {
      throw new ApiError(404, 'Not found');
    }
    const html = page(bootData(store, plugins, user, options.version));
    res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }).end(html);
  }

  return http.createServer((req, res) => {
    serve(req, res).catch((error: unknown) => {
      if (res.headersSent) {
        res.destroy();
        return;
      }
      const status = error instanceof ApiError ? error.status : 500;
      sendJson(res, status, { message: error instanceof Error ? error.message : String(error) });
    });
  });
}

/**
 * A page of the web that the same browser has open must not reach what listens here without a login: neither by asking
 * from its own origin nor by a name of its own that resolves to loopback.
 */
function refuseOtherOrigins(req: IncomingMessage): void {
  const host = (req.headers.host ?? '').replace(/:\d+$/, '');
  const origin = req.headers.origin;
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) {
    throw new ApiError(403, `The preview answers on 127.0.0.1 and localhost, not on "${host}"`);
  }
  if (origin !== undefined && origin !== `http://${req.headers.host}`) {
    throw new ApiError(403, 'origin not allowed');
  }
}

async function login(sessions: Sessions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const body = await readJson(req);
  const id = sessions.login(asString(body.user) ?? '', asString(body.password) ?? '');
  if (id === undefined) {
    throw new ApiError(401, 'Invalid username or password');
  }
  res.setHeader('Set-Cookie', `${SESSION_COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`);
  sendJson(res, 200, { message: 'Logged in', redirectUrl: '/' });
}

/** So that a test can make itself a Viewer here and in Grafana in the same way. */
async function addUser(sessions: Sessions, user: User, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (!hasRole(user, 'Admin')) {
    throw new ApiError(403, "You'll need additional permissions to perform this action.");
  }
  const body = await readJson(req);
  const login = asString(body.login) ?? asString(body.name) ?? '';
  if (!sessions.addViewer(login, asString(body.password) ?? '')) {
    throw new ApiError(412, `user with login '${login}' already exists`);
  }
  sendJson(res, 200, { message: 'User created', uid: login });
}
