import { cellMinima, cellsOf, startsFrom } from '../growth/cells';
import { slopeOf, type Slope } from '../growth/estimate';
import { testGrowth, type Setting } from '../growth/growthtest';
import { mannKendall } from '../growth/mannkendall';
import { largestFall, SWING } from '../growth/swing';
import { WaveFinder } from '../growth/waves';
import type { Series } from './series';

/** How a figure goes over the newest run. */
export interface Trend extends Look {
  /** Whether it is to be said to rise (steady.ts). */
  readonly rises: boolean;
}

/** The same as one look at it has it. */
export interface Look {
  /**
   * `sure`: tested to rise, by more than the effect floor. `likely`: the slope's interval says so and it did not fall back,
   * but no test does; enough to go on saying what was sure before, and not to begin with it.
   */
  readonly growth: 'none' | 'likely' | 'sure';
  /** With its 95 % interval, in the figure's unit per minute. */
  readonly slope: Slope;
  /** What was looked at. */
  readonly minutes: number;
  /** The first and the last low tide that was looked at. */
  readonly first: number;
  readonly last: number;
}

/** What must be won over the window to be worth a word: at least so much, and so many percent of the start. */
export interface Effect {
  readonly minRise: number;
  readonly minPercent: number;
}

/** The chance that what does not grow is said to. */
const LEVEL = 0.01;
/** The slope's interval must begin above this share of the slope: what may as well be next to nothing is no finding yet. */
const SURE = 0.2;
/** A load's turn and a batch take so long at least: what rose for less is not looked at. */
export const LEAST_MINUTES = 0.5;

/** The low tide's trend by core/growth (docs/method.md); undefined where there is too little to tell. */
export function trendOf(series: Series, effect: Effect): Look | undefined {
  const setting = settingOf(series, effect);
  if (setting.cells.starts.length === 0) {
    return undefined;
  }
  const minima = cellMinima(series.values, setting.cells);
  const growth = testGrowth(minima, setting);
  const since = growth?.from ?? 0;
  const slope = slopeOf(minima, growth, setting);
  const { minutes } = setting.cells;
  const span = (minutes.at(-1) as number) - (minutes[since] as number);
  const isTested = growth !== undefined && growth.p <= LEVEL;
  const points = minima.subarray(since);
  return {
    growth: gradeOf(
      isTested,
      slope,
      span,
      isRise(points, startsFrom(setting.cells.starts, since), slope, span, effect)
    ),
    slope,
    minutes: span,
    first: minima[since] as number,
    last: minima.at(-1) as number,
  };
}

/** Five in a row, each higher than the one before, come once in 120 by chance; the normal approximation says 0.0137. */
const FEW_LEVEL = 0.015;
export const LEAST_FEW = 5;

/**
 * The same for a few points at uneven times: Mann and Kendall's test over the points themselves, and what fell by half
 * of its rise did not rise.
 */
export function trendOfFew({ segments, times, values }: Series, effect: Effect): Look | undefined {
  const kept = segments.filter(({ from, to }) => to - from > 1);
  const rows = kept.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
  if (rows.length < LEAST_FEW) {
    return undefined;
  }
  const points = Float64Array.from(rows, (row) => values[row] as number);
  const minutes = Float64Array.from(
    rows,
    (row) => ((times[row] as number) - (times[rows[0] as number] as number)) / 60_000
  );
  const starts = kept.map(({ from }) => rows.indexOf(from));
  const cells = { from: Int32Array.from(rows), to: Int32Array.from(rows, (row) => row + 1), minutes, starts, size: 1 };
  const setting: Setting = { cells, finder: new WaveFinder(minutes, starts), load: undefined, ...effect };
  const slope = slopeOf(points, { from: 0, kind: 'ratchet' }, setting);
  const span = minutes.at(-1) as number;
  const runs = startsFrom(starts, 0);
  const isRisen = isRise(points, runs, slope, span, effect);
  const isTested = isRisen && mannKendall(points, runs).pUp <= FEW_LEVEL;
  return {
    growth: gradeOf(isTested, slope, span, isRisen),
    slope,
    minutes: span,
    first: points[0] as number,
    last: points.at(-1) as number,
  };
}

/** Whether as much was won as is worth a word, and not half of it lost again. */
function isRise(
  points: Float64Array,
  starts: readonly number[],
  { perMinute }: Slope,
  minutes: number,
  { minPercent, minRise }: Effect
): boolean {
  const rise = perMinute * minutes;
  return (
    rise >= Math.max(minRise, (minPercent / 100) * (points[0] as number)) && largestFall(points, starts) < SWING * rise
  );
}

function gradeOf(isTested: boolean, { low, perMinute }: Slope, minutes: number, isRisen: boolean): Look['growth'] {
  if (!(low > 0 && minutes >= LEAST_MINUTES)) {
    return 'none';
  }
  if (isTested && low >= SURE * perMinute) {
    return 'sure';
  }
  return isRisen ? 'likely' : 'none';
}

function settingOf({ segments, times }: Series, { minPercent, minRise }: Effect): Setting {
  const cells = cellsOf([...times.keys()], times, segments);
  return { cells, finder: new WaveFinder(cells.minutes, cells.starts), load: undefined, minRise, minPercent };
}
