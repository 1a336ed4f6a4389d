import { median } from './median';
import { theilSen } from './theilsen';

/** Goroutines per unit of load. */
export interface PerLoad {
  /** Medians over the first and the last eighth of the moments with load. */
  readonly from: number;
  readonly to: number;
  /** Theil-Sen slope of the ratio, per minute. */
  readonly perMinute: number;
  /** Load in the same eighths: a ratio that grew while load fell cannot be load. */
  readonly loadFrom: number;
  readonly loadTo: number;
}

/** Fewer moments with load than this tell nothing. */
const LEAST = 16;

/**
 * Growth per load: what one unit of load keeps. One of the hunts that Tidemark started from had 3.77 goroutines per
 * connection and later 5.96, while connections fell. Moments without load (0, negative, NaN) are passed over; undefined
 * where fewer than 16 are left. Runs need no care here: a restart changes what is held, per load as well, so the caller
 * gives one run.
 */
export function perLoad(minutes: Float64Array, counts: Float64Array, load: Float64Array): PerLoad | undefined {
  const kept = [...counts.keys()].filter((i) => (load[i] as number) > 0 && !Number.isNaN(counts[i] as number));
  if (kept.length < LEAST) {
    return undefined;
  }
  const ratio = Float64Array.from(kept, (i) => (counts[i] as number) / (load[i] as number));
  const loads = Float64Array.from(kept, (i) => load[i] as number);
  const wide = Math.max(1, Math.round(kept.length / 8));
  return {
    from: median(ratio.subarray(0, wide)),
    to: median(ratio.subarray(-wide)),
    perMinute: theilSen(
      Float64Array.from(kept, (i) => minutes[i] as number),
      ratio
    ),
    loadFrom: median(loads.subarray(0, wide)),
    loadTo: median(loads.subarray(-wide)),
  };
}
