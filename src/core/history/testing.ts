import type { MemoryField } from '../memstats/fields';
import type { Stack, StackKey } from '../profile/stack';
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

export const KEYS = Array.from({ length: 24 }, (_, i) => `s${i}`);
export const FIELDS = ['Sys', 'HeapAlloc', 'GCCPUFraction', 'NumGC'] as const satisfies readonly MemoryField[];
const LARGE = [2 ** 53, 2 ** 53 - 1, 2 ** 31, 2 ** 40 + 1];

export type Random = (below: number) => number;

/** A program whose stacks come and go, with gaps, restarts, failures, and builds that move lines. */
export function* program(random: Random, hasLarge: boolean): Generator<Scrape, never> {
  const lines = new Map(KEYS.map((key) => [key, stackOf(key)]));
  const counts = new Map<StackKey, number>();
  let [atMs, line, startTimeMs, Sys] = [0, 1, 5000, 1e9];
  for (;;) {
    atMs += random(40) === 0 ? 5000 : 5 + random(10);
    if (random(90) === 0) {
      startTimeMs += 100_000;
      counts.clear();
    }
    for (const key of KEYS) {
      const count = counts.get(key) ?? 0;
      const fate = random(300);
      if (fate < 3) {
        counts.delete(key);
      } else if (fate < 8) {
        counts.set(key, hasLarge && random(4) === 0 ? (LARGE[random(4)] as number) : 1 + random(200));
      } else if (fate < 35 && count > 0) {
        counts.set(key, Math.min(2 ** 53, Math.max(1, count + random(21) - 10)));
      }
    }
    if (random(60) === 0) {
      const moved = KEYS[random(24)] as string;
      lines.set(moved, stackOf(moved, ++line));
    }
    Sys += random(5) * 4096;
    // Mostly in one order, sometimes in another. Now and then a stack is named that has no goroutine.
    const order = random(3) ? KEYS : [...KEYS].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
    const present = order
      .filter((key) => counts.has(key) || random(50) === 0)
      .map((key) => [lines.get(key) as Stack, counts.get(key) ?? 0] as const);
    const isTaken = random(12) > 0;
    const scrape = scrapeOf(atMs, isTaken ? present : undefined, {
      process: { startTimeMs },
      // As pages of former versions did not tell it.
      ...(atMs % 7 === 0 ? {} : { intervalMs: 5_000 + (atMs % 3) }),
      failures: isTaken ? [] : [{ part: 'goroutines', message: `failed at ${atMs}` }],
      ...(random(10) === 0
        ? {}
        : {
            memory: {
              source: '/metrics',
              values: {
                Sys,
                HeapAlloc: random(1e9),
                GCCPUFraction: random(1e6) / 1e6,
                ...(random(2) ? { NumGC: 7 } : {}),
              },
            },
          }),
    });
    if (scrape.goroutines) {
      scrape.goroutines.total = Math.min(2 ** 53, scrape.goroutines.total);
    }
    yield scrape;
  }
}
