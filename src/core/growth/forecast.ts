import { theilSen } from './theilsen';

/** A pace with its 95 % interval, in units per minute. */
export interface Pace {
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
}

/** Minutes from now until a limit. Infinity where that end of the pace's interval never gets there. */
export interface Forecast {
  readonly minutes: number;
  /** At the interval's high end, and at its low end. */
  readonly earliest: number;
  readonly latest: number;
}

/**
 * When a straight line from `now` reaches `limit`: (limit - now)/pace, 0 where it is reached already. The interval is the
 * pace's own, inverted (Fieller's, 1954, with `now` exact): it says how well the pace is known, not that the pace will stay
 * as it is.
 */
export function untilLimit(now: number, limit: number, { high, low, perMinute }: Pace): Forecast {
  const left = limit - now;
  const after = (pace: number) => (left <= 0 ? 0 : pace > 0 ? left / pace : Infinity);
  return { minutes: after(perMinute), earliest: after(high), latest: after(low) };
}

/** The same for bytes, at `bytesEach` measured bytes per goroutine. */
export function untilBytes(bytesNow: number, limitBytes: number, pace: Pace, bytesEach: number): Forecast {
  return untilLimit(bytesNow, limitBytes, {
    perMinute: pace.perMinute * bytesEach,
    low: pace.low * bytesEach,
    high: pace.high * bytesEach,
  });
}

/**
 * Bytes that one goroutine more takes, as measured: the Theil-Sen slope of a memory column (stack bytes, or the live heap
 * for all that goroutines hold) over the goroutine column. Scrapes without both are passed over. NaN where the goroutine
 * count never changed; below 0 where memory fell while goroutines rose, and then it is not them that take it.
 */
export function bytesPerGoroutine(goroutines: Float64Array, bytes: Float64Array): number {
  const both = [...goroutines.keys()].filter((i) => !Number.isNaN((goroutines[i] as number) + (bytes[i] as number)));
  return theilSen(
    Float64Array.from(both, (i) => goroutines[i] as number),
    Float64Array.from(both, (i) => bytes[i] as number)
  );
}
