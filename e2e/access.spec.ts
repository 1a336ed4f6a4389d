import { basicAuth } from './support/auth';
import { expect, test } from './support/fixtures';
import { ADMIN, hostUrl, VIEWER } from './support/host';
import { rawStatus } from './support/raw';

// Sent as they stand: a browser or fetch would tidy the path up first.
test.describe('through the data proxy a Viewer', () => {
  for (const path of ['debug/pprof/goroutine?debug=0', 'debug/pprof/heap?debug=1', 'debug/vars', 'metrics']) {
    test(`may GET /${path}`, async ({ startDemo, addTarget }) => {
      const uid = await addTarget((await startDemo()).url);
      expect(await rawStatus('GET', `${hostUrl()}/api/datasources/proxy/uid/${uid}/${path}`, basicAuth(VIEWER))).toBe(
        200
      );
    });
  }

  for (const [method, path] of [
    ['GET', 'debug/pprof/profile?seconds=1'],
    ['GET', 'debug/pprof/trace?seconds=1'],
    ['GET', 'debug/pprof/cmdline'],
    ['GET', 'debug/pprof/goroutine/../profile?seconds=1'],
    ['GET', 'metrics/../truth'],
    ['GET', 'truth'],
    ['POST', 'debug/pprof/goroutine'],
    ['POST', 'cases/grpc/step?n=1'],
    ['DELETE', 'metrics'],
  ] as const) {
    test(`is refused ${method} /${path}`, async ({ startDemo, addTarget }) => {
      const demo = await startDemo();
      const uid = await addTarget(demo.url);
      expect(await rawStatus(method, `${hostUrl()}/api/datasources/proxy/uid/${uid}/${path}`, basicAuth(VIEWER))).toBe(
        403
      );
      expect((await demo.truth()).cases.grpc!.goroutinesLeaked).toBe(0);
    });
  }

  test('gets no CPU profile by an escaped way up either', async ({ startDemo, addTarget }) => {
    const uid = await addTarget((await startDemo()).url);
    const url = `${hostUrl()}/api/datasources/proxy/uid/${uid}/debug/pprof/goroutine/%2e%2e/profile?seconds=1`;
    expect(await rawStatus('GET', url, basicAuth(VIEWER))).not.toBe(200);
  });
});

test('an administrator may reach other paths', async ({ startDemo, addTarget }) => {
  const uid = await addTarget((await startDemo()).url);
  expect(await rawStatus('GET', `${hostUrl()}/api/datasources/proxy/uid/${uid}/truth`, basicAuth(ADMIN))).toBe(200);
});
