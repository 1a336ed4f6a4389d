import type { HistoryRange } from '../history/store';
import type { Stack } from '../profile/stack';
import { runSteps, type Steps } from '../steps';
import { noiseOf, varianceOf } from './autoregression';
import { cellMeans, startsFrom } from './cells';
import { studentQuantile } from './distributions';
import { testGrowth, tidalOf, type Growth, type Setting } from './growthtest';
import { commonLoadSteps, givenLoad } from './load';
import { DEFAULT_MIN_PERCENT, DEFAULT_MIN_RISE, type GrowthOptions } from './options';
import { fitLine } from './regression';
import { theilSen } from './theilsen';
import { WaveFinder } from './waves';
import { newestRow, windowOf, type Window } from './window';

/** How a stack's count goes over the window: a slope with its interval, and whether it is growth. */
export interface GrowthEstimate {
  /** Index in `HistoryRange.stacks`. */
  readonly index: number;
  readonly stack: Stack;
  /** Goroutines at the newest scrape of the window. */
  readonly count: number;
  /** Theil-Sen slope under the waves, goroutines per minute, with its 95 % interval. */
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
  /** One-sided, for this stack alone; 1 where no test found growth. */
  readonly pValue: number;
  readonly growth: Growth | undefined;
  /** Least count of each cell of the window. */
  readonly minima: Float64Array;
}

export interface GrowthEstimates {
  readonly window: Window;
  readonly setting: Setting | undefined;
  /** Stacks that grow by a test at least, and those that were asked for. In the order of `HistoryRange.stacks`. */
  readonly estimates: readonly GrowthEstimate[];
  /** All of the range, as its `stacks`. */
  readonly stacks: readonly Stack[];
  /** How many stacks were looked at: the number of hypotheses for the false discovery rate. */
  readonly tests: number;
  /** Every stack's column of least counts, in the order of `HistoryRange.stacks`; undefined for the ignored. */
  readonly minima: ReadonlyArray<Float64Array | undefined>;
}

/** Stacks per step: about a millisecond of tests. */
const STACKS_PER_STEP = 16;

/** How every stack of a range grows, at once. */
export function growthEstimates(range: HistoryRange, options: GrowthOptions = {}): GrowthEstimates {
  return runSteps(growthEstimateSteps(range, options));
}

/**
 * Estimates and tests every stack of a range, in steps. Counts are read once, as the least of each cell, and looked at
 * cheaply; only what may grow is tested in full.
 */
export function* growthEstimateSteps(range: HistoryRange, options: GrowthOptions = {}): Steps<GrowthEstimates> {
  const window = windowOf(range, options);
  const { cells } = window;
  const stacks = yield* range.stacksSteps();
  const looked = stacks.map((stack) => !(options.ignore?.(stack) ?? false));
  const tests = looked.filter(Boolean).length;
  if (cells.starts.length === 0) {
    return { window, setting: undefined, estimates: [], stacks, tests, minima: stacks.map(() => undefined) };
  }
  const least = yield* range.minimaSteps(cells);
  const minima = least.map((column, index) => (looked[index] ? column : undefined));
  const columns = minima.filter((column) => column !== undefined);
  const given = options.load && cellMeans(options.load, cells);
  const setting: Setting = {
    cells,
    finder: new WaveFinder(cells.minutes, cells.starts),
    load: given && !given.some(Number.isNaN) ? givenLoad(given) : yield* commonLoadSteps(columns, cells.starts),
    minRise: options.minRise ?? DEFAULT_MIN_RISE,
    minPercent: options.minPercent ?? DEFAULT_MIN_PERCENT,
  };
  yield;
  const estimates: GrowthEstimate[] = [];
  for (let index = 0; index < stacks.length; index++) {
    const values = minima[index];
    const stack = stacks[index] as Stack;
    const growth = values && testGrowth(values, setting);
    if (values && (growth || options.always?.has(stack.key))) {
      const count = range.counts(stack.key)[newestRow(window)] as number;
      estimates.push({ index, stack, count, ...estimateOf(values, growth, setting) });
    }
    if (growth || index % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
  }
  return { window, setting, estimates, stacks, tests, minima };
}

function estimateOf(
  minima: Float64Array,
  growth: Growth | undefined,
  setting: Setting
): Omit<GrowthEstimate, 'index' | 'stack' | 'count'> {
  const { error, high, low, perMinute } = slopeOf(minima, growth, setting);
  const borneOut = growth !== undefined && perMinute > LEAST_ERRORS[growth.kind] * error;
  return { perMinute, low, high, pValue: borneOut ? growth.p : 1, growth, minima };
}

/** The variance of a line's slope through a random walk is 6/5 of the increments' over the span. */
const RANDOM_WALK = 6 / 5;

export interface Slope {
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
  /** Standard error of the slope. */
  readonly error: number;
}

/** The least slope in standard errors that a discovery must have, whatever its p value: its interval must bear it out. */
const LEAST_ERRORS = { ratchet: 2.5, tide: 3.5 };

/**
 * The slope and its 95 % interval from a cell on. The middle is Theil-Sen's, after waves and load were taken out (not for
 * a ratchet, which has none); the width is that of least squares in AR(1) noise, since Sen's own interval takes the values
 * for independent. Under waves the leak's own arrivals cannot be seen singly: they are taken for Poisson's, whose variance
 * is their mean, and added.
 */
export function slopeOf(
  minima: Float64Array,
  growth: Pick<Growth, 'from' | 'kind' | 'tidal'> | undefined,
  setting: Setting,
  since = growth?.from ?? 0
): Slope {
  const { cells } = setting;
  const tidal = growth?.kind === 'ratchet' ? undefined : (growth?.tidal ?? tidalOf(minima, setting));
  const values = (tidal ? tidal.fit.adjusted : minima).subarray(since);
  const starts = startsFrom(cells.starts, since);
  const minutes = cells.minutes.subarray(since);
  const whole = tidal && since === 0;
  const fit = whole ? tidal.fit : fitLine(minutes, values, starts);
  const noise = noiseOf(fit.residuals, starts, fit.parameters);
  const perMinute = theilSen(minutes, values, starts);
  const span = (minutes.at(-1) as number) - (minutes[0] as number);
  const arrivals = tidal && span > 0 ? (RANDOM_WALK * Math.max(0, perMinute)) / span : 0;
  const error = Math.sqrt(varianceOf(fit.weights, noise, starts) + arrivals);
  const freedom = Math.max(2, (values.length * (1 - noise.phi)) / (1 + noise.phi) - fit.parameters);
  // A random walk's news are as many as its values; in between phi itself is uncertain.
  const reach = error * studentQuantile(0.025, noise.phi >= 1 ? values.length - fit.parameters : freedom);
  return { perMinute, low: perMinute - reach, high: perMinute + reach, error };
}
