import type { PluginRoute } from '../plugins';
import type { User } from '../users';
import { cleanRelativePath, matchRoute } from './match';

const viewer: User = { login: 'viewer', role: 'Viewer', via: 'basic' };
const admin: User = { login: 'admin', role: 'Admin', via: 'session' };

const routes: PluginRoute[] = [
  { path: 'debug/pprof/goroutine', method: 'GET' },
  { path: 'debug/pprof/heap', method: 'GET' },
  { path: 'metrics', method: 'GET' },
  { path: '', method: '*', reqRole: 'Admin' },
];

describe('an allow-list that ends in a catch-all for Admins', () => {
  test.each([
    ['GET', 'debug/pprof/goroutine'],
    ['GET', '/debug/pprof/heap'],
    ['GET', 'debug//pprof/./heap'],
    ['GET', 'metrics'],
    // Prefixes are prefixes of characters and not of path segments: so it is in Grafana.
    ['GET', 'debug/pprof/heapster'],
  ])('a Viewer may %s %s', (method, path) => {
    expect(matchRoute(routes, method, path, viewer).kind).toBe('route');
  });

  test.each([
    ['GET', 'debug/pprof/profile'],
    ['GET', 'debug/pprof/trace'],
    ['GET', 'debug/pprof/heap/../profile'],
    ['GET', '../secret'],
    ['GET', ''],
    ['POST', 'debug/pprof/heap'],
    ['HEAD', 'metrics'],
    ['DELETE', 'anything'],
  ])('a Viewer may not %s "%s"', (method, path) => {
    expect(matchRoute(routes, method, path, viewer).kind).toBe('denied');
  });

  test('an Admin may all of it', () => {
    expect(matchRoute(routes, 'POST', 'debug/pprof/profile', admin).kind).toBe('route');
  });
});

test('without a catch-all, what matches no route is let through', () => {
  expect(matchRoute(routes.slice(0, 3), 'POST', 'debug/pprof/profile', viewer)).toEqual({ kind: 'none' });
});

test('the first match decides, also when a later one would allow', () => {
  const order: PluginRoute[] = [{ path: 'a', reqRole: 'Admin' }, { path: 'a/b' }];
  expect(matchRoute(order, 'GET', 'a/b', viewer).kind).toBe('denied');
});

test('a method is compared exactly: a list never matches', () => {
  expect(matchRoute([{ path: '', method: 'GET,HEAD' }], 'GET', 'a', viewer).kind).toBe('none');
});

test.each([
  ['', ''],
  ['.', ''],
  ['a/../../b', 'b'],
  ['//a//b/', 'a/b'],
  ['a/..%2fb', 'a/..%2fb'],
])('"%s" is cleaned to "%s"', (path, cleaned) => {
  expect(cleanRelativePath(path)).toBe(cleaned);
});
