import { cellMinima, cellsOf } from '../growth/cells';
import { slopeOf } from '../growth/estimate';
import type { Setting } from '../growth/growthtest';
import { DEFAULT_MIN_PERCENT, DEFAULT_MIN_RISE } from '../growth/options';
import { segmentsOf } from '../growth/segments';
import { WaveFinder } from '../growth/waves';
import { LEAST_SCRAPES } from '../growth/window';
import type { HistoryRange } from '../history/store';
import type { StackKey } from '../profile/stack';
import type { Span } from './span';

/** Goroutines per minute, with the 95 % interval. */
export interface Pace {
  readonly perMinute: number;
  readonly low: number;
  readonly high: number;
}

/** What of a span can be measured: its scrapes without the warm-up, in cells. */
export interface Spell {
  readonly setting: Setting;
  /** From the middle of the first cell to that of the last. */
  readonly minutes: number;
  readonly scrapes: number;
}

/** Undefined where fewer than 20 scrapes are left of the span, which is too few for a pace. */
export function spellOf(range: HistoryRange, { fromMs, since, toMs }: Span): Spell | undefined {
  const rows: number[] = [];
  range.profiled.forEach((isProfiled, row) => {
    const atMs = range.times[row] as number;
    if (isProfiled === 1 && atMs >= fromMs && atMs < toMs) {
      rows.push(row);
    }
  });
  const times = Float64Array.from(rows, (row) => range.times[row] as number);
  const restarts = range.restarts.map((row) => rows.findIndex((own) => own >= row)).filter((row) => row > 0);
  const isStart = since !== undefined || range.restarts.includes(rows[0] ?? -1);
  const startTimeMs = isStart ? (times[0] ?? fromMs) : undefined;
  const intervals = Float64Array.from(rows, (row) => range.intervals[row] as number);
  const { segments } = segmentsOf(times, { intervals, restarts, startTimeMs });
  const scrapes = segments.reduce((sum, { from, to }) => sum + to - from, 0);
  const cells = cellsOf(rows, times, segments);
  if (scrapes < LEAST_SCRAPES || cells.starts.length === 0) {
    return undefined;
  }
  return {
    setting: {
      cells,
      finder: new WaveFinder(cells.minutes, cells.starts),
      load: undefined,
      minRise: DEFAULT_MIN_RISE,
      minPercent: DEFAULT_MIN_PERCENT,
    },
    minutes: (cells.minutes.at(-1) as number) - (cells.minutes[0] as number),
    scrapes,
  };
}

/** How fast a column of the range (one cell a scrape) went in a spell, its waves taken out. */
export function paceOf(column: Float64Array, { setting }: Spell): Pace {
  const minima = cellMinima(column, setting.cells);
  if (minima.every((count) => count === minima[0])) {
    return { perMinute: 0, low: 0, high: 0 };
  }
  const { high, low, perMinute } = slopeOf(minima, undefined, setting);
  return { perMinute, low, high };
}

/** The goroutines of these stacks together, one cell a scrape of the range. */
export function countsOf(range: HistoryRange, keys: Iterable<StackKey>): Float64Array {
  const sum = Float64Array.from(range.profiled, (isProfiled) => (isProfiled === 1 ? 0 : NaN));
  for (const key of keys) {
    range.counts(key).forEach((count, row) => (sum[row] = (sum[row] as number) + count));
  }
  return sum;
}
