import type { DataSourceInstanceSettings } from '@grafana/data';
import { targetOf } from './settings';
import type { TidemarkOptions } from './types';

const settings = (jsonData: TidemarkOptions, url = '/api/datasources/proxy/uid/u') =>
  targetOf({ uid: 'u', name: 'orders', url, jsonData } as DataSourceInstanceSettings<TidemarkOptions>);

test('defaults', () => {
  expect(settings({})).toEqual({
    uid: 'u',
    label: 'orders',
    proxyUrl: '/api/datasources/proxy/uid/u',
    intervalMs: 15_000,
    retentionMs: 24 * 3_600_000,
    memorySource: 'auto',
    custom: { pprof: false, metrics: false, expvar: false },
  });
});

test('senseless numbers become the default, and nobody scrapes more than once a second', () => {
  expect(settings({ scrapeIntervalSeconds: NaN, retentionHours: -1 })).toMatchObject({
    intervalMs: 15_000,
    retentionMs: 24 * 3_600_000,
  });
  expect(settings({ scrapeIntervalSeconds: 0.01 }).intervalMs).toBe(1000);
});

test('the proxy’s URL loses its trailing slash, the label is the program’s URL', () => {
  expect(settings({ targetUrl: 'http://orders:6060' }, '/proxy/u//')).toMatchObject({
    proxyUrl: '/proxy/u',
    label: 'http://orders:6060',
  });
});
