import { normalTail } from './distributions';

export interface Drift {
  /** Goroutines won over all runs. */
  readonly net: number;
  /** Goroutines that came and that went, between one cell and the next: `net` is their difference. */
  readonly up: number;
  readonly down: number;
  /** Net over the root of the sum of squared increments. */
  readonly z: number;
  /** One-sided. */
  readonly p: number;
}

/**
 * Does a count climb as no random walk would? The sum of the increments over the root of the sum of their squares: under
 * increments that are symmetric about zero given their sizes, whatever these are, this self-normalised sum has tails no
 * heavier than about the normal's (Efron 1969, "Student's t-test under symmetry conditions", JASA 64, 1278-1302); with
 * increments of 0 and ±1 it is the sign test's normal approximation.
 *
 * A random walk without drift strays further than any noise that comes back to its level, so stationary noise of any
 * autocorrelation is covered. A wave is covered when its whole turns were seen; the flank of a longer one is not: see
 * load.ts. Mann-Kendall cannot stand in for this: S is at its greatest possible value for each monotone series alike, be
 * the leak's arrivals 10 or 10,000, and a leak's own arrivals (a random walk with drift) leave residuals so
 * autocorrelated that nothing is significant any more.
 */
export function drift(values: Float64Array, starts: readonly number[] = [0]): Drift {
  let up = 0;
  let down = 0;
  let squares = 0;
  let run = 1;
  for (let i = 1; i < values.length; i++) {
    if (i === starts[run]) {
      run++;
      continue;
    }
    const step = (values[i] as number) - (values[i - 1] as number);
    if (step > 0) {
      up += step;
    } else {
      down -= step;
    }
    squares += step * step;
  }
  const net = up - down;
  const z = squares > 0 ? net / Math.sqrt(squares) : 0;
  return { net, up, down, z, p: normalTail(z) };
}
