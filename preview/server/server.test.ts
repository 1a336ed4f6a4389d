import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPreviewServer } from './server';
import { ask, listen, type Ask } from './testing';

const APP = { id: 'x-app', type: 'app', name: 'X' };
const DATA_SOURCE = {
  id: 'x-datasource',
  type: 'datasource',
  name: 'X data',
  metrics: true,
  routes: [{ path: '', reqRole: 'Admin' }],
};

let root: string;
let server: { url: string; close: () => Promise<void> };

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'preview-'));
  const write = (file: string, content: unknown) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('dist/plugin.json', APP);
  write('dist/module.js', 'app');
  write('dist/datasource/plugin.json', DATA_SOURCE);
  write('dist/datasource/module.js', 'data source');
  write('dist/dashboards/one.json', { uid: 'one', title: 'One & only', tags: ['t'] });
  write('secret.txt', 'secret');
  write('provisioning/dashboards/d.yaml', 'providers: [{ name: P, options: { path: $DIST/dashboards } }]');
  write(
    'provisioning/datasources/d.yaml',
    `datasources:
  - { uid: d, name: D, type: x-datasource, url: "http://h", editable: true, secureJsonData: { basicAuthPassword: hidden } }
  - { uid: fixed, name: Fixed, type: x-datasource, url: "http://h" }`
  );
  server = await listen(
    createPreviewServer({
      dist: path.join(root, 'dist'),
      provisioning: path.join(root, 'provisioning'),
      build: path.join(root, 'build'),
      nodeModules: path.join(root, 'node_modules'),
      version: '13.0.0',
      env: { DIST: path.join(root, 'dist') },
    })
  );
});
afterEach(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

async function json(method: string, url: string, options: Omit<Ask, 'method' | 'body'> & { body?: unknown } = {}) {
  const { status, body } = await ask(server.url, url, {
    ...options,
    method,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
  });
  return { status, body: JSON.parse(body.toString()) };
}

test('health, plugins, search', async () => {
  expect((await json('GET', '/api/health')).body).toMatchObject({ database: 'ok', version: '13.0.0' });
  expect((await json('GET', '/api/plugins')).body).toMatchObject([
    { id: 'x-app' },
    { id: 'x-datasource' },
    { id: 'prometheus' },
    { id: 'grafana-pyroscope-datasource' },
  ]);
  expect((await json('GET', '/api/search?query=ONLY')).body).toMatchObject([
    { uid: 'one', url: '/d/one/one-only', type: 'dash-db' },
  ]);
  const tagged = async (query: string) => (await json('GET', `/api/search?${query}`)).body.length;
  expect([await tagged('tag=t'), await tagged('tag=t&tag=u')]).toEqual([1, 0]);
  expect((await json('GET', '/api/none')).status).toBe(404);
});

test('a nested plugin is served below its own id, and nothing outside of its folder', async () => {
  const text = async (url: string) => (await ask(server.url, url)).body.toString();
  expect(await text('/public/plugins/x-app/module.js')).toBe('app');
  expect(await text('/public/plugins/x-datasource/module.js')).toBe('data source');
  for (const outside of [
    '../../secret.txt',
    '..%2f..%2fsecret.txt',
    '..%5c..%5csecret.txt',
    '%2e%2e/%2e%2e/secret.txt',
  ]) {
    expect(await text(`/public/plugins/x-datasource/${outside}`)).not.toBe('secret');
  }
});

test('roles: without credentials an Admin, by name a Viewer, with wrong ones nobody', async () => {
  const change = { name: 'D', type: 'x-datasource', url: 'http://other' };
  expect((await json('PUT', '/api/datasources/uid/d', { body: change, as: 'viewer:viewer' })).status).toBe(403);
  expect((await json('GET', '/api/datasources', { as: 'viewer:viewer' })).status).toBe(200);
  expect((await json('GET', '/api/datasources', { as: 'admin:wrong' })).status).toBe(401);
  expect((await json('PUT', '/api/datasources/uid/d', { body: change })).status).toBe(200);
});

test('an Admin makes a Viewer', async () => {
  const body = { name: 'V', login: 'v', password: 'p' };
  expect((await json('POST', '/api/admin/users', { body, as: 'viewer:viewer' })).status).toBe(403);
  expect((await json('POST', '/api/admin/users', { body })).body).toMatchObject({ message: 'User created' });
  expect((await json('POST', '/api/admin/users', { body })).status).toBe(412);
  expect((await json('DELETE', '/api/datasources/uid/d', { as: 'v:p' })).status).toBe(403);
});

test('a session from /login', async () => {
  expect((await json('POST', '/login', { body: { user: 'viewer', password: 'x' } })).status).toBe(401);
  const { status, headers } = await ask(server.url, '/login', {
    method: 'POST',
    body: '{"user":"viewer","password":"viewer"}',
  });
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  expect(status).toBe(200);
  expect((await json('GET', '/api/user', { headers: { cookie } })).body).toMatchObject({ login: 'viewer' });
});

test('a secret goes in and never comes out; it is kept when not named', async () => {
  const { body: before } = await json('GET', '/api/datasources/uid/d');
  expect(before).toMatchObject({ url: 'http://h', secureJsonFields: { basicAuthPassword: true }, readOnly: false });
  const saved = await json('PUT', '/api/datasources/uid/d', {
    body: { ...before, url: 'http://new', secureJsonData: { token: 't' } },
  });
  expect(saved.body).toMatchObject({ message: 'Datasource updated', datasource: { url: 'http://new', version: 2 } });
  const { body: after } = await json('GET', '/api/datasources/uid/d');
  expect(after.secureJsonFields).toEqual({ basicAuthPassword: true, token: true });
  expect(JSON.stringify(await json('GET', '/api/frontend/settings'))).not.toContain('hidden');
});

test('what provisioning fixed cannot be changed; what was added can be removed', async () => {
  const body = { name: 'New', type: 'x-datasource', url: 'http://n' };
  expect((await json('PUT', '/api/datasources/uid/fixed', { body: { ...body, name: 'Fixed' } })).status).toBe(403);
  expect((await json('DELETE', '/api/datasources/uid/fixed')).status).toBe(403);
  const { body: added } = await json('POST', '/api/datasources', { body });
  expect(added).toMatchObject({ message: 'Datasource added', name: 'New' });
  expect((await json('POST', '/api/datasources', { body })).status).toBe(409);
  expect((await json('DELETE', `/api/datasources/uid/${added.datasource.uid}`)).body).toMatchObject({
    message: 'Data source deleted',
  });
  expect((await json('GET', `/api/datasources/uid/${added.datasource.uid}`)).status).toBe(404);
});

test('dashboards: provisioned and posted', async () => {
  expect((await json('GET', '/api/dashboards/uid/one')).body).toMatchObject({
    dashboard: { title: 'One & only' },
    meta: { provisioned: true },
  });
  const body = { dashboard: { title: 'Mine', panels: [] } };
  expect((await json('POST', '/api/dashboards/db', { body, as: 'viewer:viewer' })).status).toBe(403);
  const { body: saved } = await json('POST', '/api/dashboards/db', { body });
  expect(saved).toMatchObject({ status: 'success', version: 1, slug: 'mine' });
  expect((await json('GET', `/api/dashboards/uid/${saved.uid}`)).body.dashboard.title).toBe('Mine');
  expect((await json('GET', '/api/dashboards/uid/none')).body).toEqual({ message: 'Dashboard not found' });
});

test('annotations: tags are ANDed, newest first', async () => {
  for (const [time, tags] of [
    [1, ['deploy']],
    [2, ['deploy', 'eu']],
    [3, ['other']],
  ] as const) {
    await json('POST', '/api/annotations', { body: { time, tags, text: `at ${time}` } });
  }
  const times = async (query: string) =>
    (await json('GET', `/api/annotations?${query}`)).body.map((one: { time: number }) => one.time);
  expect(await times('tags=deploy')).toEqual([2, 1]);
  expect(await times('tags=deploy&tags=eu')).toEqual([2]);
  expect(await times('tags=eu&tags=other&matchAny=true')).toEqual([3, 2]);
  expect(await times('from=2&to=2')).toEqual([2]);
});

test('the page has its boot data, and a name in it cannot end the script', async () => {
  await json('POST', '/api/datasources', { body: { name: '</script><b>', type: 'x-datasource' } });
  const html = (await ask(server.url, '/d/one')).body.toString();
  expect(html).toContain('window.grafanaBootData');
  expect(html).not.toContain('</script><b>');
});

test('other origins and other names are refused', async () => {
  expect((await ask(server.url, '/api/health', { headers: { host: 'evil.example' } })).status).toBe(403);
  expect((await ask(server.url, '/api/health', { headers: { origin: 'http://evil.example' } })).status).toBe(403);
});
