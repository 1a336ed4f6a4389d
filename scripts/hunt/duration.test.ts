/** @jest-environment node */
import { parseDuration } from './duration';

it.each([
  ['90s', 90_000],
  ['2m', 120_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['1.5s', 1_500],
  ['.5m', 30_000],
  ['1m1s1ms', 61_001],
  ['0s', 0],
])('%s', (text, ms) => {
  expect(parseDuration('--for', text)).toBe(ms);
});

it.each(['', '2', 's', '-2m', '2 m', '2min', '1.2.3s', '1us', '.s', '1e3s', 'm2'])('not %j', (text) => {
  expect(() => parseDuration('--for', text)).toThrow(
    `--for wants a duration such as 90s, 2m, 1h30m or 500ms, not "${text}"`
  );
});
