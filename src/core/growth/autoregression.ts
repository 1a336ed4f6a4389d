import { runsOf } from './cells';

/** Noise in which each value keeps a share of the one before: e(i) = phi·e(i-1) + news(i). */
export interface Noise {
  /** From 0 (white) to 1 (a random walk). */
  readonly phi: number;
  /** Variance of the news. */
  readonly news: number;
}

/**
 * AR(1) by moments, corrected for the bias that fitted parameters leave. For a mean and a trend, E phi falls short by
 * (2 + 4·phi)/n (Kendall 1954 and Marriott and Pope 1954, Biometrika 41, 390-403); we take `parameters` for the 2. Noise
 * that alternates counts as white: it would narrow intervals, and a count of goroutines has no reason to.
 */
export function noiseOf(residuals: Float64Array, starts: readonly number[], parameters: number): Noise {
  let product = 0;
  let power = 0;
  let pairs = 0;
  eachPair(residuals, starts, (now, before) => {
    product += now * before;
    power += (now * now + before * before) / 2;
    pairs++;
  });
  if (power === 0 || pairs <= parameters) {
    return { phi: 0, news: 0 };
  }
  const raw = product / power;
  const phi = Math.max(0, Math.min(1, raw + (parameters + 4 * Math.max(0, raw)) / residuals.length));
  let news = 0;
  eachPair(residuals, starts, (now, before) => {
    news += (now - phi * before) ** 2;
  });
  return { phi, news: news / Math.max(1, pairs - parameters) };
}

/**
 * The variance of Σ weights·noise, exact for this noise: Σ news·u(k)², u(k) = w(k) + phi·u(k+1), plus the first value's
 * u(0)²·news/(1-phi²) in each run. The weights add up to 0 in each run, so that a random walk's (phi = 1) is finite.
 */
export function varianceOf(weights: Float64Array, { phi, news }: Noise, starts: readonly number[]): number {
  let variance = 0;
  for (const { from, to } of runsOf(starts, weights.length)) {
    let u = 0;
    for (let k = to - 1; k >= from; k--) {
      u = (weights[k] as number) + phi * u;
      variance += k > from ? u * u : phi < 1 ? (u * u) / (1 - phi * phi) : 0;
    }
  }
  return variance * news;
}

function eachPair(values: Float64Array, starts: readonly number[], visit: (now: number, before: number) => void): void {
  for (const { from, to } of runsOf(starts, values.length)) {
    for (let i = from + 1; i < to; i++) {
      visit(values[i] as number, values[i - 1] as number);
    }
  }
}
