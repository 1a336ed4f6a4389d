import type { Measure, Weights } from './store';

/** The `n` greatest of weighed stacks, greatest first, as indexes. Ties by index. */
export function topOf({ peak, sum, first, last }: Weights, n: number, by: Measure): number[] {
  const size = (a: number, b: number) =>
    (peak[b] as number) - (peak[a] as number) || (sum[b] as number) - (sum[a] as number);
  const rise = (i: number) => (last[i] as number) - (first[i] as number);
  const compare = (a: number, b: number) => (by === 'size' ? size(a, b) : rise(b) - rise(a)) || a - b;

  const most = Math.floor(n);
  if (!(most > 0)) {
    return [];
  }
  let best: number[] = [];
  let worst = -1;
  // Sorting them all would cost more than weighing them. Every so often all but the best go.
  const cut = () => {
    best = best.sort(compare).slice(0, most);
    worst = best.length === most ? (best[most - 1] as number) : -1;
  };
  for (let i = 0; i < peak.length; i++) {
    if (worst < 0 || compare(i, worst) < 0) {
      best.push(i);
      if (best.length > 2 * most) {
        cut();
      }
    }
  }
  cut();
  return best;
}
