import { explainBody, explainFetchError } from './errors';

const ASKED = '/debug/pprof/goroutine?debug=0';
const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text)).buffer;
const explain = (status: number, body = '', seconds = 0.01) =>
  explainFetchError(ASKED, { status, statusText: '', data: bytes(body) }, seconds).message;

// Each message names what was asked, what came back, and what to do.
test.each([
  [502, '', /502.*running.*Grafana server/s],
  [504, '', /gave up.*stuck, stopped.*timeout/s],
  [404, '404 page not found', /404.*“404 page not found”.*net\/http\/pprof/s],
  [400, 'Authentication to data source failed', /401, authentication needed.*authentication/s],
  [400, 'malformed', /400 Bad Request \(“malformed”\).*URL/s],
  [403, '{"message":"plugin proxy route access denied"}', /403.*administrators only/s],
  [403, 'Forbidden', /403.*does not let Grafana in/s],
  [401, '{"message":"Unauthorized"}', /401.*Sign in/s],
  [500, 'boom', /500.*“boom”.*URL/s],
])('status %i with “%s”', (status, body, expected) => {
  expect(explain(status, body)).toMatch(expected);
  expect(explain(status, body)).toContain(`Asked for ${ASKED}. `);
});

test('a 502 that took as long as a timeout is one', () => {
  expect(explain(502, '', 1.04)).toMatch(/gave up after 1 s \(502\).*raise the timeout/s);
});

test('a body cut in the middle arrives as a fetch without a status', () => {
  expect(explainFetchError(ASKED, new TypeError('network error'), 1).message).toMatch(
    /broke off before its end.*response_limit/s
  );
});

test.each([
  ['', /with nothing/],
  ['<!DOCTYPE html><html><head><title>Sign in &amp; go</title>', /an HTML page \(“Sign in &amp; go”\).*login page/s],
  ['{"status":"ok"}', /with “{"status":"ok"}”, not with a gzip’d profile/],
  ['\u0000\u0001\u0002', /3 bytes of something else/],
])('a 200 with %j', (body, expected) => {
  expect(explainBody(ASKED, bytes(body), 'a gzip’d profile').message).toMatch(expected);
});
