import type { Caveat } from './caveats';
import { slopeOf, type GrowthEstimate, type GrowthEstimates } from './estimate';
import { LEAST_TURNS } from './waves';
import { LEAST_SCRAPES } from './window';

/** Below this a slow leak has not won the effect floor yet, and few waves were seen. */
const SHORT_MINUTES = 10;
/** So many goroutines in one stack make a person ask. */
const HIGH = 100;
const MOST_FLAT = 3;

/** What could not have been seen, from the window itself; what was withheld is told by withhold.ts. */
export function caveatsOf(all: GrowthEstimates, kept: readonly GrowthEstimate[]): Caveat[] {
  const { setting, window } = all;
  const { gaps, restarts, segments, times, tooNew } = window;
  const caveats: Caveat[] = [];
  const usable = segments.reduce((sum, { from, to }) => sum + to - from, 0);
  if (!setting || usable < LEAST_SCRAPES) {
    caveats.push({ kind: 'too few scrapes', scrapes: usable, needed: LEAST_SCRAPES });
  } else {
    const { minutes } = setting.cells;
    const span = (minutes.at(-1) as number) - (minutes[0] as number);
    if (span < SHORT_MINUTES) {
      caveats.push({ kind: 'short window', minutes: span, leastPerMinute: setting.minRise / span });
    }
    if (!setting.load) {
      caveats.push({ kind: 'load not known', minutes: span / LEAST_TURNS });
    }
  }
  if (gaps.length > 0) {
    const lostMs = gaps.reduce((sum, row) => sum + (times[row] as number) - (times[row - 1] as number), 0);
    caveats.push({ kind: 'gaps', gaps: gaps.length, lostMs });
  }
  if (restarts.length > 0) {
    caveats.push({ kind: 'restarts', restarts: restarts.length });
  }
  if (tooNew !== undefined) {
    caveats.push({ kind: 'deploy too new', deployMs: tooNew });
  }
  return [...caveats, ...flats(all, kept)];
}

/** The largest stacks that do not grow: their slope's interval lies below the effect floor. */
function flats({ minima, setting, stacks }: GrowthEstimates, kept: readonly GrowthEstimate[]): Caveat[] {
  if (!setting) {
    return [];
  }
  const { cells, minPercent, minRise } = setting;
  const span = (cells.minutes.at(-1) as number) - (cells.minutes[0] as number);
  const growing = new Set(kept.map(({ index }) => index));
  return [...minima.entries()]
    .map(([index, column]) => ({ index, column, count: column?.at(-1) ?? 0 }))
    .filter(({ count, index }) => count >= HIGH && !growing.has(index))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_FLAT)
    .flatMap(({ column, count, index }): Caveat[] => {
      const stack = stacks[index];
      if (!stack || !column) {
        return [];
      }
      const { high, low, perMinute } = slopeOf(column, undefined, setting);
      return high * span < Math.max(minRise, (minPercent / 100) * count)
        ? [{ kind: 'high but flat', stack, count, perMinute, low, high }]
        : [];
    });
}
