import { CUT_AT_BYTES } from './parse';

/** Above so many goroutines a dump is only taken where a person confirmed it. */
export const MOST_UNCONFIRMED = 10_000;

/** What a dump costs the program that is asked for it. */
export interface DumpCost {
  /** How long all other goroutines stand still: the sum of a few halts, each about twice as long as the one before. */
  readonly stallMs: number;
  readonly bytes: number;
}

/**
 * An estimate of what a dump of so many goroutines costs the program.
 *
 * The runtime stops the world and writes into a buffer of 1 MiB; where that does not hold it, it starts again with one
 * twice as large, up to 64 MiB, at which it gives up. So nearly all of the time is a stall, and it grows faster than the
 * goroutines.
 *
 * Measured with stacks of 9 frames on 2 cores, all halts together: with Go 1.19.8 (docs/performance.md's machine), and
 * again with Go 1.26.8 on 2026-11-21: 8, 185, 1320 and 3300 ms, 563 bytes a goroutine. Taken is the greater of both.
 * Deeper stacks cost more in proportion, so this is the order of magnitude and no bound.
 */
export function dumpCost(goroutines: number): DumpCost {
  const count = Math.max(0, goroutines);
  const written = Math.min(count, CUT_AT_BYTES / BYTES_A_GOROUTINE);
  return { stallMs: stallMs(written), bytes: Math.round(written * BYTES_A_GOROUTINE) };
}

const BYTES_A_GOROUTINE = 563;

const MEASURED = [
  { goroutines: 1_000, ms: 8 },
  { goroutines: 10_000, ms: 220 },
  { goroutines: 50_000, ms: 1_682 },
  { goroutines: 100_000, ms: 3_920 },
] as const;

/** Between two measurements a straight line, and on along the last one. */
function stallMs(goroutines: number): number {
  let below = { goroutines: 0, ms: 0 };
  let above: { goroutines: number; ms: number } = MEASURED[0];
  for (const next of MEASURED) {
    above = next;
    if (goroutines <= next.goroutines || next === MEASURED.at(-1)) {
      break;
    }
    below = next;
  }
  const slope = (above.ms - below.ms) / (above.goroutines - below.goroutines);
  return below.ms + slope * (goroutines - below.goroutines);
}
