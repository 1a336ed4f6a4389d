import { setBackendSrv, type BackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import { of, throwError } from 'rxjs';
import { TARGET } from '../testing/programs';
import { PostedDeploysReader } from './posted';

const NOW = Date.UTC(2026, 10, 21, 12);
let asked: URL[];
let reply: () => unknown;
beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
  asked = [];
  setBackendSrv({
    fetch: ({ url }: BackendSrvRequest) => {
      asked.push(new URL(url, 'http://grafana'));
      const data = reply();
      return data instanceof Error ? throwError(() => ({ status: 403 })) : of({ data });
    },
  } as unknown as BackendSrv);
});
afterEach(() => jest.useRealTimers());

const reader = (deployTags = ['deploy']) => new PostedDeploysReader({ ...TARGET, deployTags });

test('asks for annotations with all of the tags, as far back as the history goes', async () => {
  reply = () => [];
  await reader(['deploy', 'orders-api']).read();
  const [{ pathname, searchParams }] = asked as [URL];
  expect(pathname).toBe('/api/annotations');
  expect(searchParams.getAll('tags')).toEqual(['deploy', 'orders-api']);
  expect(searchParams.has('matchAny')).toBe(false);
  expect(Number(searchParams.get('from'))).toBe(NOW - TARGET.retentionMs);
  expect(Number(searchParams.get('to'))).toBeGreaterThanOrEqual(NOW);
});

test.each([
  ['its text', { text: 'v1.4.2', tags: ['deploy'] }, 'v1.4.2'],
  ['the first line of it, as text', { text: '<b>v1.4.2</b> by <a href="x">CI</a>\nmore', tags: [] }, 'v1.4.2 by CI'],
  ['a tag of its own', { text: '', tags: ['deploy', 'v1.4.2'] }, 'v1.4.2'],
  ['what it is', { tags: ['deploy'] }, 'deploy'],
  ['no more than a flag can hold', { text: 'x'.repeat(200) }, `${'x'.repeat(59)}…`],
])('is called by %s', async (_, annotation, name) => {
  reply = () => [{ time: NOW, ...annotation }];
  expect(await reader().read()).toEqual({ deploys: [{ atMs: NOW, name }] });
});

test('script in an annotation stays text, and is not run', async () => {
  reply = () => [{ time: NOW, text: '<img src=x onerror="window.hacked = true">v9' }];
  const { deploys } = await reader().read();
  expect(deploys[0]?.name).toBe('v9');
  expect('hacked' in window).toBe(false);
});

test('panels share one request, and it is not repeated at each scrape', async () => {
  reply = () => [{ time: NOW, text: 'v1' }];
  const shared = reader();
  await Promise.all([shared.read(), shared.read()]);
  await shared.read();
  expect(asked).toHaveLength(1);
  jest.setSystemTime(NOW + 10_000);
  await shared.read();
  expect(asked).toHaveLength(2);
});

test('what was read stands when Grafana refuses, which is said', async () => {
  const shared = reader();
  reply = () => [{ time: NOW, text: 'v1' }];
  await shared.read();
  jest.setSystemTime(NOW + 60_000);
  reply = () => new Error();
  const { deploys, trouble } = await shared.read();
  expect(deploys).toEqual([{ atMs: NOW, name: 'v1' }]);
  expect(trouble).toMatch(/\/api\/annotations answered 403/);
  jest.setSystemTime(NOW + 120_000);
  reply = () => [];
  expect(await shared.read()).toEqual({ deploys: [] });
});
