/** A scrape that is this many intervals late leaves a gap: nobody was sampling. */
export const GAP_INTERVALS = 3;
/** But not within this: a page that is busy, or in the background, is late by seconds however short the interval. */
const GAP_AT_LEAST_MS = 5_000;

/** Beyond this nobody was sampling. A stretched interval is no gap: what counts is the one at which a scrape was due. */
export function gapAfter(intervalMs: number): number {
  return Math.max(GAP_INTERVALS * intervalMs, GAP_AT_LEAST_MS);
}
