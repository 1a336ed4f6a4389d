import { cellMinima, cellsOf, startsFrom } from '../growth/cells';
import { slopeOf, type Slope } from '../growth/estimate';
import { testGrowth, type Setting } from '../growth/growthtest';
import { mannKendall } from '../growth/mannkendall';
import { largestFall, SWING } from '../growth/swing';
import { WaveFinder } from '../growth/waves';
import type { Series } from './series';

/** How a figure goes over the newest run. */
export interface Trend {
  /** Whether it rises: tested, and by more than the effect floor. */
  readonly rises: boolean;
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
const LEAST_MINUTES = 0.5;

/** The low tide's trend by core/growth (docs/method.md); undefined where there is too little to tell. */
export function trendOf(series: Series, effect: Effect): Trend | undefined {
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
  return {
    rises: growth !== undefined && growth.p <= LEVEL && isSure(slope) && span >= LEAST_MINUTES,
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
export function trendOfFew({ segments, times, values }: Series, { minPercent, minRise }: Effect): Trend | undefined {
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
  const setting: Setting = { cells, finder: new WaveFinder(minutes, starts), load: undefined, minRise, minPercent };
  const slope = slopeOf(points, { from: 0, kind: 'ratchet' }, setting);
  const span = minutes.at(-1) as number;
  const first = points[0] as number;
  const rise = slope.perMinute * span;
  return {
    rises:
      mannKendall(points, startsFrom(starts, 0)).pUp <= FEW_LEVEL &&
      largestFall(points, starts) < SWING * rise &&
      rise >= Math.max(minRise, (minPercent / 100) * first) &&
      isSure(slope) &&
      span >= LEAST_MINUTES,
    slope,
    minutes: span,
    first,
    last: points.at(-1) as number,
  };
}

function isSure({ low, perMinute }: Slope): boolean {
  return low > 0 && low >= SURE * perMinute;
}

function settingOf({ segments, times }: Series, { minPercent, minRise }: Effect): Setting {
  const cells = cellsOf([...times.keys()], times, segments);
  return { cells, finder: new WaveFinder(cells.minutes, cells.starts), load: undefined, minRise, minPercent };
}
