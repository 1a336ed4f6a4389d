import plugin from '../plugin.json';
import type { Target } from '../settings';
import { ENDPOINTS, urlOf } from './endpoints';

const target: Target = {
  uid: 'u',
  historyId: 'u',
  label: 'program',
  proxyUrl: '/api/datasources/proxy/uid/u',
  intervalMs: 15_000,
  retentionMs: 1,
  costBudget: 0.01,
  heapIntervalMs: 1,
  memorySource: 'auto',
  deployTags: ['deploy'],
  custom: { pprof: false, metrics: false, expvar: false },
};

// Grafana takes the first route whose path is a prefix and whose method is the same (pkg/api/pluginproxy).
function routeOf(path: string, method = 'GET') {
  return plugin.routes.find(
    (route) => path.startsWith(route.path) && (route.method === '*' || route.method === method)
  );
}

describe('the routes of plugin.json', () => {
  test.each(Object.values(ENDPOINTS).flatMap(({ path, customPath }) => [path, customPath]))(
    'let everybody GET %s',
    (path) => {
      expect(routeOf(path)).toMatchObject({ method: 'GET' });
      expect(routeOf(path)).not.toHaveProperty('reqRole');
    }
  );

  test.each(Object.values(ENDPOINTS))('lead $customPath to its own URL', ({ path, customPath }) => {
    // What is longer must come first: goroutineleak begins as goroutine does.
    expect([routeOf(path)?.path, routeOf(customPath)?.path]).toEqual([path, customPath]);
  });

  test.each([
    ['GET', 'debug/pprof/profile'],
    ['GET', 'debug/pprof/trace'],
    ['GET', 'debug/pprof/cmdline'],
    ['GET', 'debug/pprof/'],
    ['GET', 'admin/shutdown'],
    ['GET', ''],
    ['POST', 'debug/pprof/goroutine'],
    ['DELETE', 'metrics'],
  ])('let only administrators %s /%s', (method, path) => {
    expect(routeOf(path, method)).toMatchObject({ path: '', reqRole: 'Admin' });
  });

  test('allow nothing that no endpoint uses', () => {
    const used = new Set(Object.values(ENDPOINTS).flatMap(({ path, customPath }) => [path, customPath]));
    const allowed = plugin.routes.filter(({ path }) => path !== '').map(({ path }) => path);
    expect(allowed.sort()).toEqual([...used].sort());
  });
});

test('an endpoint with a URL of its own goes through its own route, and is still named by its usual path', () => {
  expect(urlOf(target, 'goroutine')).toEqual({
    url: '/api/datasources/proxy/uid/u/debug/pprof/goroutine?debug=0',
    asked: '/debug/pprof/goroutine?debug=0',
  });
  const elsewhere = { ...target, custom: { ...target.custom, metrics: true } };
  expect(urlOf(elsewhere, 'metrics')).toEqual({
    url: '/api/datasources/proxy/uid/u/custom/metrics',
    asked: '/metrics',
  });
});
