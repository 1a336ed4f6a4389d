import type { Stack } from '../profile/stack';
import type { Scrape, TimestampMs } from '../scrape';

// For tests of the history only.

/** Whole numbers from 0 up to `below`, the same for the same seed (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function stackOf(key: string, line = 1): Stack {
  return {
    key,
    frames: [{ function: `main.${key}`, file: 'main.go', line }],
    blockedOn: 'chan receive',
    userFrame: 0,
  };
}

/** A scrape with these goroutines by stack; no profile taken where `goroutines` is left out. */
export function scrapeOf(
  atMs: TimestampMs,
  goroutines?: ReadonlyArray<readonly [Stack, number]>,
  more: Partial<Scrape> = {}
): Scrape {
  const counts = goroutines && {
    total: goroutines.reduce((sum, [, count]) => sum + count, 0),
    stacks: goroutines.map(([stack]) => stack),
    counts: Float64Array.from(goroutines, ([, count]) => count),
  };
  return {
    atMs,
    process: {},
    cost: { requests: 2, bytes: 10, durationMs: 1 },
    failures: [],
    ...(counts ? { goroutines: counts } : {}),
    ...more,
  };
}
