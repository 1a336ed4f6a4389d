import { trendOfFew } from './trend';

const MIB = 2 ** 20;
const EFFECT = { minRise: 2 * MIB, minPercent: 10 };

/** One point every 20 s. */
function trendThrough(mib: readonly number[]) {
  const times = Float64Array.from(mib, (_, i) => 20_000 * i);
  const values = Float64Array.from(mib, (value) => value * MIB);
  return trendOfFew({ times, values, segments: [{ from: 0, to: mib.length }] }, EFFECT);
}

test('what rises from point to point rises, with its slope', () => {
  const trend = trendThrough([14, 14.5, 15.1, 15.6, 16, 16.6, 17]);
  expect(trend?.growth).toBe('sure');
  expect(trend!.slope.perMinute / MIB).toBeCloseTo(1.5, 0);
});

test('mostly one step may as well be next to nothing, though each point is above the one before', () => {
  // As Debian's prometheus does when its head grows by a chunk.
  const points = [14, 14.25, 14.5, 14.75, 16.75, 17, 17.25, 17.5, 17.75];
  const trend = trendThrough(points);
  expect(trend!.slope.low).toBeGreaterThan(0);
  expect(trend!.slope.low / trend!.slope.perMinute).toBeLessThan(0.2);
  expect(trend?.growth).toBe('likely');
});

test('what fell back by half of what it won did not rise', () => {
  expect(trendThrough([14, 15, 16, 17, 18, 15.5, 16])?.growth).toBe('none');
});

test('too few points tell nothing', () => {
  expect(trendThrough([14, 15, 16, 17])).toBeUndefined();
});
