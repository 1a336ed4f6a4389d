import { parseRetryAfter } from './retryAfter';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sat, 21 Nov 2026 12:02:00 GMT', 120_000],
  // The obsolete form of RFC 850, which a recipient has to read, too.
  ['Saturday, 21-Nov-26 12:00:30 GMT', 30_000],
  // It may be tried again.
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
])('%j', (value, expected) => expect(parseRetryAfter(value, NOW)).toBe(expected));

test.each(['', '-1', '1.5', '12 minutes', '2026-11-21', 'soon', null, undefined])('%j says nothing', (value) =>
  expect(parseRetryAfter(value, NOW)).toBeUndefined()
);
