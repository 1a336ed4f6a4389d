import { AppEvents } from '@grafana/data';
import type { BackendSrvRequest } from '@grafana/runtime';
import { PreviewBackendSrv } from './backendSrv';

interface Call {
  url: string;
  init: RequestInit;
  answer: (status: number, body?: string, type?: string) => Promise<void>;
}

const calls: Call[] = [];
const events: unknown[][] = [];
const backend = () =>
  new PreviewBackendSrv({
    emit: (event: { name: string }, payload: unknown[]) => events.push([event.name, ...payload]),
  } as never);

beforeEach(() => {
  calls.length = 0;
  events.length = 0;
  Object.assign(globalThis, {
    fetch: (url: string, init: RequestInit) =>
      new Promise((resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        const answer = async (status: number, body = '', type = 'application/json') => {
          const bytes = new TextEncoder().encode(body);
          resolve({
            status,
            ok: status < 400,
            statusText: `status ${status}`,
            headers: new Headers({ 'content-type': type }),
            text: async () => body,
            json: async () => JSON.parse(body),
            arrayBuffer: async () => bytes.buffer,
          });
          await new Promise((done) => setTimeout(done));
        };
        calls.push({ url, init, answer });
      }),
  });
});

const PROXY = '/api/datasources/proxy/uid/a/metrics';

function start(service: PreviewBackendSrv, request: Partial<BackendSrvRequest> = {}) {
  const outcome: { data?: unknown; error?: Record<string, unknown> } = {};
  const subscription = service.fetch({ url: PROXY, ...request }).subscribe({
    next: (response) => (outcome.data = response.data),
    error: (error) => (outcome.error = error),
  });
  return { outcome, subscription };
}

test('five data requests at once, the sixth when one is done; the API does not wait', async () => {
  const service = backend();
  const started = Array.from({ length: 6 }, () => start(service));
  expect(calls).toHaveLength(5);
  start(service, { url: '/api/health' });
  expect(calls).toHaveLength(6);
  await calls[0]?.answer(200, '{}');
  // The API's request counts, so one more has to end.
  expect(calls).toHaveLength(6);
  started[1]?.subscription.unsubscribe();
  expect(calls).toHaveLength(7);
});

test('bytes when bytes are asked for, in an error too', async () => {
  const service = backend();
  const good = start(service, { responseType: 'arraybuffer' });
  await calls[0]?.answer(200, 'abc', 'application/octet-stream');
  expect(new Uint8Array(good.outcome.data as ArrayBuffer)).toEqual(new Uint8Array([97, 98, 99]));
  const bad = start(service, { responseType: 'arraybuffer' });
  await calls[1]?.answer(400, 'no', 'text/plain');
  expect(bad.outcome.error).toMatchObject({ status: 400, statusText: 'status 400', config: { url: PROXY } });
  expect(new Uint8Array(bad.outcome.error?.data as ArrayBuffer)).toEqual(new Uint8Array([110, 111]));
});

test('text of an error becomes its message', async () => {
  const { outcome } = start(backend());
  await calls[0]?.answer(403, 'forbidden', 'text/plain');
  expect(outcome.error).toMatchObject({ status: 403, data: { message: 'forbidden' } });
});

test('the same requestId ends the earlier request', async () => {
  const service = backend();
  const first = start(service, { requestId: 'r' });
  const second = start(service, { requestId: 'r' });
  expect(first.outcome.error).toMatchObject({ cancelled: true, status: -1 });
  expect(calls[0]?.init.signal?.aborted).toBe(true);
  await calls[1]?.answer(200, '{"a":1}');
  expect(second.outcome.data).toEqual({ a: 1 });
});

test('leaving aborts', () => {
  const { subscription } = start(backend());
  subscription.unsubscribe();
  expect(calls[0]?.init.signal?.aborted).toBe(true);
});

test('a path that climbs is refused when asked to validate', async () => {
  const { outcome } = start(backend(), { url: `${PROXY}/../profile`, validatePath: true });
  await new Promise((done) => setTimeout(done));
  expect(calls).toHaveLength(0);
  expect(String(outcome.error?.name ?? outcome.error?.message)).toMatch(/PathValidationError|path/i);
});

test('the API alerts, a data request does not unless asked', async () => {
  const service = backend();
  const wait = () => new Promise((done) => setTimeout(done, 80));
  start(service, { url: '/api/x' });
  await calls[0]?.answer(404, '{"message":"gone"}');
  start(service);
  await calls[1]?.answer(404, '{"message":"hidden"}');
  start(service, { url: '/api/x', showErrorAlert: false });
  await calls[2]?.answer(500, '{"message":"hidden"}');
  await wait();
  expect(events).toEqual([[AppEvents.alertWarning.name, 'gone']]);
});

test('headers: our own sign-in and that of the target are two', () => {
  start(backend(), { headers: { Authorization: 'Bearer x' }, params: { debug: 1, list: ['a', 'b'], none: undefined } });
  const headers = new Headers(calls[0]?.init.headers);
  expect([headers.get('authorization'), headers.get('x-ds-authorization')]).toEqual([null, 'Bearer x']);
  expect(calls[0]?.url).toBe('api/datasources/proxy/uid/a/metrics?debug=1&list=a&list=b');
});
