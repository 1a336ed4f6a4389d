/** Round stretches of time, so that a range which moves on is cut at the same moments again. */
const STEPS_SECONDS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** Each bucket is a request, and a profile is heavier than a point of a series. */
export const MOST_BUCKETS = 60;

/**
 * The shortest stretch, in ms, of which `spanMs` has no more than 60, from a minute to a day: longer queries are refused
 * by a Pyroscope that is set up as it comes.
 */
export function bucketFor(spanMs: number): number {
  const least = spanMs / MOST_BUCKETS / 1000;
  return 1000 * (STEPS_SECONDS.find((seconds) => seconds >= least) ?? (STEPS_SECONDS.at(-1) as number));
}
