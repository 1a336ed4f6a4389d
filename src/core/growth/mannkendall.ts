import { normalTail } from './distributions';

export interface Trend {
  /** Pairs that rise less pairs that fall. */
  readonly s: number;
  /** Variance of S without a trend: ties and, where asked for, autocorrelation corrected for. */
  readonly variance: number;
  /** Kendall's tau-a: S over the number of pairs. */
  readonly tau: number;
  /** The statistic with the continuity correction; 0 for S = 0. */
  readonly z: number;
  /** One-sided: the chance of such an upward trend, or a stronger one, where there is none. */
  readonly pUp: number;
}

/**
 * Mann (1945), Econometrica 13, 245-259, and Kendall (1975), "Rank Correlation Methods", with his correction for ties:
 * Var S = [n(n-1)(2n+5) - Σ t(t-1)(2t+5)] / 18. Runs (cut at `starts`) are compared only within themselves; their S and
 * their variances add up, as the seasons of Hirsch, Slack and Smith (1982), Water Resources Research 18, 107-121.
 * `inflation` multiplies the variance: see `hamedRao`.
 */
export function mannKendall(values: Float64Array, starts: readonly number[] = [0], inflation = 1): Trend {
  let s = 0;
  let variance = 0;
  let pairs = 0;
  starts.forEach((from, run) => {
    const to = starts[run + 1] ?? values.length;
    const n = to - from;
    for (let j = from + 1; j < to; j++) {
      const later = values[j] as number;
      for (let i = from; i < j; i++) {
        const earlier = values[i] as number;
        s += later > earlier ? 1 : later < earlier ? -1 : 0;
      }
    }
    pairs += (n * (n - 1)) / 2;
    variance += (n * (n - 1) * (2 * n + 5) - tieTerm(values.slice(from, to))) / 18;
  });
  variance *= inflation;
  const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
  return { s, variance, tau: pairs > 0 ? s / pairs : 0, z, pUp: s === 0 ? 0.5 : normalTail(z) };
}

/** Σ t(t-1)(2t+5) over groups of equal values. Sorts `values`. */
function tieTerm(values: Float64Array): number {
  values.sort();
  let sum = 0;
  for (let i = 0; i < values.length;) {
    let end = i + 1;
    while (end < values.length && values[end] === values[i]) {
      end++;
    }
    const t = end - i;
    sum += t * (t - 1) * (2 * t + 5);
    i = end;
  }
  return sum;
}

/**
 * Hamed and Rao (1998), "A modified Mann-Kendall trend test for autocorrelated data", J. Hydrology 204, 182-196: the
 * factor n/n* by which autocorrelation inflates the variance of S,
 * 1 + 2/(n(n-1)(n-2)) · Σ (n-i)(n-i-1)(n-i-2)·ρ(i), with ρ(i) the autocorrelation of the ranks of the detrended values.
 *
 * As they do, only significant ρ(i) (outside ±1.96/√n) enter; ours end at the first that is not, for detrending makes
 * the far ones negative, and never deflate. `residuals` have their trend removed already. At least 1.
 */
export function hamedRao(residuals: Float64Array): number {
  const n = residuals.length;
  if (n < 4) {
    return 1;
  }
  const ranks = ranksOf(residuals);
  const mean = (n + 1) / 2;
  let power = 0;
  for (let i = 0; i < n; i++) {
    ranks[i] = (ranks[i] as number) - mean;
    power += (ranks[i] as number) ** 2;
  }
  if (power === 0) {
    return 1;
  }
  let sum = 0;
  const significant = 1.96 / Math.sqrt(n);
  for (let lag = 1; lag < n - 2; lag++) {
    let product = 0;
    for (let i = lag; i < n; i++) {
      product += (ranks[i] as number) * (ranks[i - lag] as number);
    }
    const rho = product / power;
    if (rho <= significant) {
      break;
    }
    sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * rho;
  }
  return 1 + (2 * sum) / (n * (n - 1) * (n - 2));
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < order.length;) {
    let end = i + 1;
    while (end < order.length && values[order[end] as number] === values[order[i] as number]) {
      end++;
    }
    for (let k = i; k < end; k++) {
      ranks[order[k] as number] = (i + 1 + end) / 2;
    }
    i = end;
  }
  return ranks;
}
