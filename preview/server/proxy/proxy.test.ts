import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { DataSourceStore, type NewDataSource } from '../datasources';
import { ApiError, sendJson } from '../http';
import type { Plugin } from '../plugins';
import { ask, listen } from '../testing';
import { Sessions } from '../users';
import { serveProxy } from '.';

const plugin: Plugin = {
  id: 'pprof',
  type: 'datasource',
  name: 'pprof',
  folder: '',
  json: {},
  routes: [
    { path: 'debug/pprof/heap', method: 'GET' },
    { path: 'custom/metrics', method: 'GET', url: '{{ .JsonData.metricsUrl }}' },
    { path: '', method: '*', reqRole: 'Admin' },
  ],
};

const P = '/api/datasources/proxy/uid/t';
const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A proxy in front of a target that answers as told. */
async function proxyTo(
  target: http.RequestListener | string,
  settings: Partial<NewDataSource> = {},
  timeoutMs = 2000
): Promise<string> {
  const upstream = typeof target === 'string' ? { url: target, close: async () => undefined } : await listen(target);
  const store = new DataSourceStore();
  store.add({
    uid: 't',
    name: 'T',
    type: 'pprof',
    access: 'proxy',
    url: upstream.url,
    basicAuth: false,
    basicAuthUser: '',
    withCredentials: false,
    isDefault: true,
    jsonData: {},
    secureJsonData: {},
    readOnly: false,
    ...settings,
  });
  const sessions = new Sessions();
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const user = sessions.userOf(req);
    if (!user) {
      throw new ApiError(401, 'no');
    }
    await serveProxy({ store, plugins: [plugin], timeoutMs }, user, req, res);
  };
  const front = await listen((req, res) => {
    serve(req, res).catch((error: unknown) =>
      sendJson(res, error instanceof ApiError ? error.status : 500, { message: String(error) })
    );
  });
  closers.push(upstream.close, front.close);
  return front.url;
}

const echo: http.RequestListener = (req, res) => {
  res.setHeader('Set-Cookie', 'a=b');
  res.setHeader('Server', 'target');
  res.end(JSON.stringify({ url: req.url, method: req.method, headers: req.headers }));
};
const echoed = (body: Buffer) => JSON.parse(body.toString());

test('the path and the query reach the target', async () => {
  const url = await proxyTo(echo);
  const { status, body } = await ask(url, `${P}/debug/pprof/heap?debug=1&gc=0`, { as: 'viewer:viewer' });
  expect(status).toBe(200);
  expect(echoed(body).url).toBe('/debug/pprof/heap?debug=1&gc=0');
});

test.each(['debug/pprof/profile', 'debug/pprof/trace', 'debug/pprof/heap/../profile', ''])(
  'a Viewer is refused "%s"',
  async (path) => {
    const url = await proxyTo(echo);
    expect((await ask(url, `${P}/${path}`, { as: 'viewer:viewer' })).status).toBe(403);
  }
);

test('a POST is refused to both, in their own ways', async () => {
  const url = await proxyTo(echo);
  expect((await ask(url, `${P}/debug/pprof/heap`, { method: 'POST', as: 'viewer:viewer' })).status).toBe(403);
  expect((await ask(url, `${P}/debug/pprof/heap`, { method: 'POST' })).status).toBe(405);
});

test('who the browser is stays here: cookies, sign-in, origin, referer', async () => {
  const url = await proxyTo(echo);
  const headers = { cookie: 'grafana_session=x', origin: url, referer: `${url}/d/x`, 'x-forwarded-host': 'evil' };
  const { body, headers: returned } = await ask(url, `${P}/a`, { as: 'admin:admin', headers });
  const received = echoed(body).headers;
  expect(received).toMatchObject({ 'x-grafana-referer': `${url}/d/x`, 'x-forwarded-for': '127.0.0.1' });
  for (const name of ['cookie', 'authorization', 'origin', 'referer', 'x-forwarded-host']) {
    expect(received).not.toHaveProperty(name);
  }
  expect(returned).toMatchObject({ via: '1.1 grafana', 'content-security-policy': 'sandbox' });
  expect(returned).not.toHaveProperty('set-cookie');
  expect(returned).not.toHaveProperty('server');
});

test("the data source's basic auth and headers are added", async () => {
  const url = await proxyTo(echo, {
    basicAuth: true,
    basicAuthUser: 'u',
    jsonData: { httpHeaderName1: 'X-Scope', httpHeaderName2: 'X-None', httpHeaderName4: 'X-Late' },
    secureJsonData: { basicAuthPassword: 'p', httpHeaderValue1: 'one', httpHeaderValue4: 'four' },
  });
  const { headers } = echoed((await ask(url, `${P}/a`, { as: 'admin:admin' })).body);
  expect(headers).toMatchObject({ authorization: `Basic ${Buffer.from('u:p').toString('base64')}`, 'x-scope': 'one' });
  expect(headers).not.toHaveProperty('x-late');
});

test('a route with a url goes there', async () => {
  const other = await listen(echo);
  closers.push(other.close);
  const url = await proxyTo('http://127.0.0.1:1', { jsonData: { metricsUrl: `${other.url}/m` } });
  const { body } = await ask(url, `${P}/custom/metrics`, { as: 'viewer:viewer' });
  expect(echoed(body).url).toBe('/m');
});

test('a target that is down is a 502', async () => {
  expect((await ask(await proxyTo('http://127.0.0.1:1'), `${P}/a`)).status).toBe(502);
  expect((await ask(await proxyTo('ftp://h'), `${P}/a`)).status).toBe(502);
});

test('a 401 of the target is a 400, a 403 and a 404 stay', async () => {
  const url = await proxyTo((req, res) => {
    res.writeHead(Number(req.url?.slice(1))).end('why');
  });
  const unauthorized = await ask(url, `${P}/401`);
  expect([unauthorized.status, unauthorized.body.toString()]).toEqual([400, 'Authentication to data source failed']);
  expect((await ask(url, `${P}/403`)).status).toBe(403);
  expect((await ask(url, `${P}/404`)).body.toString()).toBe('why');
});

test('redirects are passed on and not followed', async () => {
  const url = await proxyTo((_, res) => {
    res.writeHead(302, { location: '/login' }).end();
  });
  const { status, headers } = await ask(url, `${P}/a`);
  expect([status, headers.location]).toEqual([302, '/login']);
});

test('the time for headers is limited, that for the body is not', async () => {
  const silent = await proxyTo(() => undefined, {}, 100);
  expect((await ask(silent, `${P}/a`)).status).toBe(502);
  const slowBody = await proxyTo(
    (_, res) => {
      res.write('a');
      setTimeout(() => res.end('b'), 300);
    },
    {},
    100
  );
  expect((await ask(slowBody, `${P}/a`)).body.toString()).toBe('ab');
});

test('jsonData.timeout, in seconds, overrides', async () => {
  const late: http.RequestListener = (_, res) => {
    setTimeout(() => res.end('ok'), 300);
  };
  expect((await ask(await proxyTo(late, { jsonData: { timeout: '2' } }, 50), `${P}/a`)).status).toBe(200);
  expect((await ask(await proxyTo(late, { jsonData: { timeout: 'x' } }, 50), `${P}/a`)).status).toBe(502);
});

test('gzip stays gzip, byte for byte', async () => {
  const profile = gzipSync('profile');
  const url = await proxyTo((_, res) => {
    res.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/octet-stream' }).end(profile);
  });
  const { body, headers } = await ask(url, `${P}/a`);
  expect(body.equals(profile)).toBe(true);
  expect(headers['content-encoding']).toBe('gzip');
});

test('a body comes as it is made', async () => {
  const url = await proxyTo((_, res) => {
    res.write('first');
  });
  const first = await new Promise<string>((resolve) => {
    const req = http.get(`${url}${P}/a`, (res) => {
      res.once('data', (chunk: Buffer) => {
        resolve(chunk.toString());
        req.destroy();
      });
    });
  });
  expect(first).toBe('first');
});

test('a body that is cut at the target is cut to the browser', async () => {
  const url = await proxyTo((_, res) => {
    res.writeHead(200, { 'content-length': 100 });
    res.write('half', () => res.destroy());
  });
  expect(await ask(url, `${P}/a`)).toMatchObject({ status: 200, cut: true });
});

test('a visitor who leaves ends the request to the target', async () => {
  let left: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (left = resolve));
  const url = await proxyTo((_, res) => {
    res.write('a');
    res.on('close', left);
  });
  const req = http.get(`${url}${P}/a`, (res) => res.once('data', () => req.destroy()));
  req.on('error', () => undefined);
  await gone;
});
