/** Round distances, so that a range which moves on is asked about at the same moments again. */
const STEPS_SECONDS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/** More points than this no picture shows. */
const MOST_POINTS = 2000;

/** The shortest step, in ms, of which `spanMs` has no more than 2,000 points, and that is not below the scrape interval. */
export function stepFor(spanMs: number, scrapeIntervalMs = 0): number {
  const least = Math.max(spanMs / MOST_POINTS, scrapeIntervalMs) / 1000;
  return 1000 * (STEPS_SECONDS.find((seconds) => seconds >= least) ?? Math.ceil(least));
}
