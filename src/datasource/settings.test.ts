import type { DataSourceInstanceSettings } from '@grafana/data';
import { targetOf } from './settings';
import type { TidemarkOptions } from './types';

const settings = (jsonData: TidemarkOptions, url = '/api/datasources/proxy/uid/u') =>
  targetOf({ uid: 'u', name: 'orders', url, jsonData } as DataSourceInstanceSettings<TidemarkOptions>);

test('defaults', () => {
  expect(settings({})).toEqual({
    uid: 'u',
    historyId: '["",0,"u","","","",""]',
    label: 'orders',
    proxyUrl: '/api/datasources/proxy/uid/u',
    intervalMs: 15_000,
    heapIntervalMs: 60_000,
    costBudget: 0.01,
    retentionMs: 7 * 24 * 3_600_000,
    memorySource: 'auto',
    source: { template: '', trim: '' },
    deployTags: ['deploy'],
    custom: { pprof: false, metrics: false, expvar: false },
  });
});

test('senseless numbers become the default, and nobody scrapes more than once a second', () => {
  expect(settings({ scrapeIntervalSeconds: NaN, retentionHours: -1 })).toMatchObject({
    intervalMs: 15_000,
    retentionMs: 7 * 24 * 3_600_000,
  });
  expect(settings({ scrapeIntervalSeconds: 0.01 }).intervalMs).toBe(1000);
  expect(settings({ heapIntervalSeconds: 1 }).heapIntervalMs).toBe(5000);
  expect(settings({ heapIntervalSeconds: NaN }).heapIntervalMs).toBe(60_000);
  expect(settings({ heapIntervalSeconds: 300 }).heapIntervalMs).toBe(300_000);
});

test('the budget is a share: 1 % unless said, at most all of the time, and never nothing', () => {
  expect(settings({ costBudgetPercent: 2.5 }).costBudget).toBe(0.025);
  expect(settings({ costBudgetPercent: 500 }).costBudget).toBe(1);
  expect(settings({ costBudgetPercent: 1e-9 }).costBudget).toBe(0.0001);
  for (const none of [0, -1, NaN]) {
    expect(settings({ costBudgetPercent: none }).costBudget).toBe(0.01);
  }
});

test('leaks are proved unless the settings say no', () => {
  expect(settings({ proveLeaks: false })).toMatchObject({ proveLeaks: false });
  expect(settings({ proveLeaks: true })).not.toHaveProperty('proveLeaks');
});

test('the version metric: read, left to the default, or a problem in words', () => {
  expect(settings({ versionMetric: ' orders_build_info{revision} ' })).toMatchObject({
    versionMetric: { metric: 'orders_build_info', label: 'revision' },
  });
  for (const none of ['', '  ', undefined]) {
    expect(settings({ versionMetric: none })).not.toHaveProperty('versionMetric');
    expect(settings({ versionMetric: none })).not.toHaveProperty('problem');
  }
  const wrong = settings({ versionMetric: 'orders_build_info{version="v1"}' });
  expect(wrong.versionMetric).toBeUndefined();
  expect(wrong.problem).toMatch(
    /^The version metric .* is “orders_build_info\{version="v1"\}”\. It takes .* orders_build_info\{version\}\.$/
  );
});

test('the proxy’s URL loses its trailing slash, the label is the program’s URL', () => {
  expect(settings({ targetUrl: 'http://orders:6060' }, '/proxy/u//')).toMatchObject({
    proxyUrl: '/proxy/u',
    label: 'http://orders:6060',
  });
});
