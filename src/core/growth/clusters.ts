import type { Stack } from '../profile/stack';
import { runsOf } from './cells';
import { areKin } from './kinship';
import { smoothed } from './load';
import { median } from './median';

/** A growing stack, as clustering looks at it. */
export interface Grower {
  readonly stack: Stack;
  /** Its counts without its waves, one a cell. The cells are the same for all. */
  readonly counts: Float64Array;
  readonly perMinute: number;
}

/** Growers with one cause, as indexes; the fastest first. */
export interface Cluster {
  readonly members: number[];
  /** Why: the least correlation of a member's increments with the first's; undefined where code and ratio decided. */
  readonly correlation: number | undefined;
}

/** Increments that go together this well have one cause. Independent ones of 150 scrapes reach 0.25 once in 500. */
const TOGETHER = 0.6;
/** Slopes must stand to each other as the increments' sizes do, within this factor. */
const ALIKE = 1.6;
/** So many increments must differ from the usual one for their timing to tell anything. */
const LEAST_EVENTS = 8;
/** More than this of the increments' variance repeated at a fixed lag: a clock, that tells only its phase. */
const CLOCK = 0.8;
const LONGEST_CLOCK = 32;
/** Steady ramps are compared at ratios of whole numbers up to this: goroutines per connection. */
const MOST_PER_LEAK = 5;

/**
 * Stacks that grow together are one leak. Each, the fastest first, joins the first cluster whose first member it goes
 * together with, else begins one. Members are compared with the first only, so that a chain of likenesses merges nothing.
 *
 * Two growers go together when their increments do: the leak's moments are its fingerprint, and two leaks of the same
 * slope have different ones. Correlation (Pearson) of at least 0.6, and slopes that stand to each other as the standard
 * deviations of the increments: a handler and its leak both follow the traffic, but not in the same ratio.
 *
 * A perfectly steady ramp has increments that say nothing (all alike, or a clock's pattern; two timers of the same rate
 * tick together for ever), or that say only how the scrapes fell upon the moments: a connection half made has one of its
 * goroutines and not the other. Then counts and code must both say so: counts won stay in a ratio of whole numbers up to 5
 * within a goroutine or 2 %, which two leaks with arrivals of their own do not, and both stacks are of the same module or
 * receiver. Without kinship such stay apart: two rows for one leak are a nuisance, one row for two leaks hides one.
 */
export function clustersOf(growers: readonly Grower[], starts: readonly number[]): Cluster[] {
  const traces = growers.map(({ counts }) => traceOf(counts, starts));
  const order = [...growers.keys()].sort(
    (a, b) => (growers[b] as Grower).perMinute - (growers[a] as Grower).perMinute || a - b
  );
  const clusters: Array<{ members: number[]; correlation: number | undefined }> = [];
  for (const one of order) {
    let home: (typeof clusters)[number] | undefined;
    for (const cluster of clusters) {
      const first = cluster.members[0] as number;
      const [a, b] = [growers[first] as Grower, growers[one] as Grower];
      const [ta, tb] = [traces[first] as Trace, traces[one] as Trace];
      const correlation = ta.telling && tb.telling ? correlationOf(ta.increments, tb.increments) : 0;
      const ratio = b.perMinute / a.perMinute / (tb.deviation / ta.deviation);
      if (correlation >= TOGETHER && ratio < ALIKE && ratio > 1 / ALIKE) {
        cluster.correlation = Math.min(cluster.correlation ?? 1, correlation);
        home = cluster;
      } else if (areKin(a.stack, b.stack) && inRatio(ta.won, tb.won)) {
        home = cluster;
      }
      if (home) {
        break;
      }
    }
    if (home) {
      home.members.push(one);
    } else {
      clusters.push({ members: [one], correlation: undefined });
    }
  }
  return clusters;
}

interface Trace {
  /** Less their running mean: two leaks that follow the same traffic, or began together, share that. None across a cut. */
  readonly increments: Float64Array;
  readonly deviation: number;
  readonly telling: boolean;
  /** Goroutines won since the first cell of each run. */
  readonly won: Float64Array;
}

function traceOf(counts: Float64Array, starts: readonly number[]): Trace {
  const steps: number[] = [];
  const won: number[] = [];
  for (const { from, to } of runsOf(starts, counts.length)) {
    for (let i = from; i < to; i++) {
      won.push((counts[i] as number) - (counts[from] as number));
      if (i > from) {
        steps.push((counts[i] as number) - (counts[i - 1] as number));
      }
    }
  }
  const usual = median(steps);
  const events = steps.filter((step) => step !== usual).length;
  const raw = Float64Array.from(steps);
  const usualThere = smoothed(raw, Math.max(5, Math.round(steps.length / 20)));
  const increments = raw.map((step, i) => step - (usualThere[i] as number));
  const deviation = Math.sqrt(dotAt(increments, increments, 0) / Math.max(1, steps.length));
  const telling = events >= LEAST_EVENTS && deviation > 0 && !isClock(increments);
  return { increments, deviation, telling, won: Float64Array.from(won) };
}

function isClock(increments: Float64Array): boolean {
  const power = dotAt(increments, increments, 0);
  for (let lag = 1; lag <= Math.min(LONGEST_CLOCK, increments.length / 3); lag++) {
    const share = increments.length / (increments.length - lag);
    if (share * dotAt(increments, increments, lag) > CLOCK * power) {
      return true;
    }
  }
  return false;
}

function correlationOf(a: Float64Array, b: Float64Array): number {
  const power = dotAt(a, a, 0) * dotAt(b, b, 0);
  return power > 0 ? dotAt(a, b, 0) / Math.sqrt(power) : 0;
}

function dotAt(a: Float64Array, b: Float64Array, lag: number): number {
  let sum = 0;
  for (let i = lag; i < a.length; i++) {
    sum += (a[i] as number) * (b[i - lag] as number);
  }
  return sum;
}

/** Whether the one stays a ratio p/q of the other all the way: q·a - p·b level within a goroutine each, or 2 %. */
function inRatio(a: Float64Array, b: Float64Array): boolean {
  for (let p = 1; p <= MOST_PER_LEAK; p++) {
    for (let q = 1; q <= MOST_PER_LEAK; q++) {
      // 4 : 2 is 2 : 1 again, only more lenient. Up to 5, what is not in lowest terms is one a multiple of the other.
      if (p > 1 && q > 1 && (p % q === 0 || q % p === 0)) {
        continue;
      }
      const apart = a.map((value, i) => q * value - p * (b[i] as number));
      // Not 0: the first scrape is as good or bad as any other.
      const usual = median(apart);
      const same = apart.every(
        (difference, i) => Math.abs(difference - usual) <= Math.max(p, q, 0.02 * p * Math.abs(b[i] as number))
      );
      if (same) {
        return true;
      }
    }
  }
  return false;
}
