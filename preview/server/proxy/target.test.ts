import type { DataSourceRecord } from '../datasources';
import { targetOf, UnreachableTarget } from './target';

function dataSource(url: string, jsonData: Record<string, unknown> = {}): DataSourceRecord {
  return {
    id: 1,
    uid: 'a',
    name: 'a',
    type: 'a',
    access: 'proxy',
    url,
    basicAuth: false,
    basicAuthUser: '',
    withCredentials: false,
    isDefault: true,
    jsonData,
    secureJsonData: { token: 'secret' },
    readOnly: false,
    version: 1,
  };
}

test.each([
  ['http://h:1', 'debug/vars', 'http://h:1/debug/vars'],
  ['http://h:1/', 'debug/vars', 'http://h:1/debug/vars'],
  ['http://h:1/base', '/debug/vars', 'http://h:1/base/debug/vars'],
  ['http://h:1/base/', 'debug/vars', 'http://h:1/base/debug/vars'],
  ['http://u:p@h:1/base?x=1#y', 'v', 'http://h:1/base/v'],
  ['h:1', 'debug/vars', 'http://h:1/debug/vars'],
  ['http://h:1/base', '', 'http://h:1/base'],
])('%s and %s make %s', (url, path, expected) => {
  expect(targetOf(dataSource(url), undefined, path, '').url.href).toBe(expected);
});

test('a route with a url replaces the address and keeps the rest of the path', () => {
  const route = { path: 'custom/pprof', url: '{{ .JsonData.pprofUrl }}/x' };
  const { url } = targetOf(
    dataSource('http://h', { pprofUrl: 'http://other:2/p' }),
    route,
    'custom/pprof/heap',
    'seconds=1'
  );
  expect(url.href).toBe('http://other:2/p/x/heap?seconds=1');
});

test('a route whose setting is empty leads nowhere', () => {
  const route = { path: 'custom', url: '{{ .JsonData.missing }}/x' };
  expect(() => targetOf(dataSource('http://h'), route, 'custom', '')).toThrow(UnreachableTarget);
  expect(() => targetOf(dataSource(''), undefined, 'a', '')).toThrow(UnreachableTarget);
});

test('headers and parameters of a route are templates', () => {
  const route = {
    path: '',
    headers: [{ name: 'X-Token', content: 'Bearer {{ .SecureJsonData.token }}' }],
    urlParams: [{ name: 'a', content: '{{.URL}}' }],
  };
  const { url, headers } = targetOf(dataSource('http://h'), route, 'p', 'b=2');
  expect(headers).toEqual({ 'x-token': 'Bearer secret' });
  expect(url.search).toBe('?a=http%3A%2F%2Fh&b=2');
});
