import { formatToken, isFresh, parseToken } from './token';

const NOW = 1_795_262_400_000;

test.each([
  ['1795262400000', { askedMs: NOW, isConfirmed: false }],
  [' 1795262400000! ', { askedMs: NOW, isConfirmed: true }],
  ['', undefined],
  [undefined, undefined],
  ['now', undefined],
  ['$dump', undefined],
  ['1795262400000!!', undefined],
  ['12', undefined],
])('%s', (text, token) => {
  expect(parseToken(text)).toEqual(token);
  expect(token ? parseToken(formatToken(token)) : undefined).toEqual(token);
});

test('a click is fresh for a minute: a reload or a shared link takes nothing', () => {
  const token = { askedMs: NOW, isConfirmed: false };
  expect([0, 59_000, 61_000, -4_000, -6_000].map((laterMs) => isFresh(token, NOW + laterMs))).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
});
