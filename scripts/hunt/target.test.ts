/** @jest-environment node */
import { parseTarget } from './target';

const PROFILE = 'http://host:6060/debug/pprof/goroutine?debug=0';

it.each([
  ['http://host:6060', PROFILE, 'http://host:6060/metrics'],
  ['http://host:6060/', PROFILE, 'http://host:6060/metrics'],
  ['http://host:6060/debug/pprof', PROFILE, 'http://host:6060/metrics'],
  ['http://host:6060/debug/pprof/', PROFILE, 'http://host:6060/metrics'],
  ['http://host:6060/debug/pprof/goroutine?debug=2#top', PROFILE, 'http://host:6060/metrics'],
  ['https://host/shop/api/', 'https://host/shop/api/debug/pprof/goroutine?debug=0', 'https://host/shop/api/metrics'],
  ['https://host/shop/debug/pprof/', 'https://host/shop/debug/pprof/goroutine?debug=0', 'https://host/shop/metrics'],
  ['http://host?key=1', 'http://host/debug/pprof/goroutine?key=1&debug=0', 'http://host/metrics?key=1'],
])('%s', (text, goroutine, metrics) => {
  const target = parseTarget(text);
  expect(String(target.goroutine)).toBe(goroutine);
  expect(String(target.metrics)).toBe(metrics);
  expect(target.headers).toEqual({});
});

it('sends user and password, and shows neither, nor a query', () => {
  const { goroutine, headers, name } = parseTarget('http://ann:p%40ss@host/shop/?key=1');
  expect(name).toBe('http://host/shop');
  expect(String(goroutine)).toBe('http://host/shop/debug/pprof/goroutine?key=1&debug=0');
  // echo -n 'ann:p@ss' | base64
  expect(headers).toEqual({ Authorization: 'Basic YW5uOnBAc3M=' });
});

it.each(['localhost:6060', 'host', '', 'ftp://host', 'http://'])('not %j', (text) => {
  expect(() => parseTarget(text)).toThrow(/^expected the URL of a program such as http:\/\/localhost:6060, not "/);
});
