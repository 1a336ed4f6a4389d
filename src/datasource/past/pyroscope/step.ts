/** Round stretches of time, so that a range which moves on is cut at the same moments again. */
const STEPS_SECONDS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** Each bucket is a request, and a profile is heavier than a point of a series. */
export const MOST_BUCKETS = 60;

/** The shortest stretch, in ms, of which `spanMs` has no more than 60, and that is not below a minute. */
export function bucketFor(spanMs: number): number {
  const least = spanMs / MOST_BUCKETS / 1000;
  const days = 86_400 * Math.ceil(least / 86_400);
  return 1000 * (STEPS_SECONDS.find((seconds) => seconds >= least) ?? days);
}
