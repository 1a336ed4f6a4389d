import { stepFor } from './step';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

test.each([
  [5 * MINUTE, 1000],
  [60 * MINUTE, 2000],
  [6 * 60 * MINUTE, 15_000],
  [DAY, MINUTE],
  [7 * DAY, 10 * MINUTE],
  [90 * DAY, 2 * 60 * MINUTE],
])('%d ms have at most 2,000 points, %d ms apart', (spanMs, stepMs) => {
  expect(stepFor(spanMs)).toBe(stepMs);
  expect(spanMs / stepMs).toBeLessThanOrEqual(2000);
});

test('no point lies between two scrapes', () => {
  expect(stepFor(5 * MINUTE, 30_000)).toBe(30_000);
  expect(stepFor(5 * MINUTE, 25_000)).toBe(30_000);
});
