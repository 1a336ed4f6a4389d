import { config, setBackendSrv, type BackendSrv, type BackendSrvRequest, type FetchResponse } from '@grafana/runtime';
import { NEVER, of, throwError, type Observable } from 'rxjs';
import { HeadersOf } from '../testing/fakeBackend';
import { fetchBody } from './fetch';

const URL = '/api/datasources/proxy/uid/u/metrics';
const bytes = (...values: number[]) => Uint8Array.from(values);

let requests: BackendSrvRequest[];
beforeEach(() => (requests = []));

/** Grafana, which answers so. */
function answer(chunked: Observable<unknown>, fetched: Observable<unknown> = NEVER): void {
  const by = (source: Observable<unknown>) => (request: BackendSrvRequest) => {
    requests.push(request);
    return source as Observable<FetchResponse>;
  };
  setBackendSrv({ chunked: by(chunked), fetch: by(fetched) } as unknown as BackendSrv);
}

const chunk = (data?: Uint8Array, status = 200, headers = {}) => ({
  status,
  statusText: 'said so',
  ok: status === 200,
  headers: new HeadersOf(headers),
  data,
});

test('the pieces as one body; the last chunk holds none', async () => {
  answer(of(chunk(bytes(1, 2)), chunk(bytes(3)), chunk()));
  expect([...new Uint8Array(await fetchBody(URL))]).toEqual([1, 2, 3]);
});

test('an answer without a body is empty', async () => {
  answer(of(chunk()));
  expect((await fetchBody(URL)).byteLength).toBe(0);
});

test('asks below the page’s own path, where Grafana may be, and for the user’s organisation', async () => {
  const { bootData } = config;
  config.bootData = { user: { orgId: 7 } } as typeof bootData;
  answer(of(chunk()));
  await fetchBody(URL);
  config.bootData = bootData;
  expect(requests).toEqual([
    { url: URL.slice(1), method: 'GET', validatePath: true, headers: { 'X-Grafana-Org-Id': '7' } },
  ]);
});

test('what is no success is thrown with its status, its body, and when to come back', async () => {
  answer(of(chunk(bytes(104, 105), 429, { 'retry-after': '120' }), chunk(undefined, 429, { 'retry-after': '120' })));
  const error = await fetchBody(URL).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 429, statusText: 'said so', retryAfterMs: 120_000 });
  expect([...new Uint8Array((error as { data: ArrayBuffer }).data)]).toEqual([104, 105]);
});

test('a 401, which is Grafana’s own, is asked again by fetch, which renews the session', async () => {
  answer(of(chunk(bytes(1), 401)), of({ data: bytes(9).buffer }));
  expect([...new Uint8Array(await fetchBody(URL))]).toEqual([9]);
  expect(requests.map(({ url }) => url)).toEqual([URL.slice(1), URL]);
  expect(requests[1]).toMatchObject({ responseType: 'arraybuffer', showErrorAlert: false });
});

test('what broke off is thrown as it is', async () => {
  answer(throwError(() => new TypeError('network error')));
  await expect(fetchBody(URL)).rejects.toThrow('network error');
});

test('an abort leaves, with the signal’s reason; one that came before asks nothing', async () => {
  answer(NEVER);
  const abort = new AbortController();
  const asked = fetchBody(URL, abort.signal);
  abort.abort();
  await expect(asked).rejects.toThrow('aborted');
  await expect(fetchBody(URL, abort.signal)).rejects.toThrow('aborted');
  expect(requests).toHaveLength(1);
});
