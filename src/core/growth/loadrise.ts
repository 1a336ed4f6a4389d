import { tidalOf, type Setting, type Tidal } from './growthtest';
import { smoothed } from './load';
import { median } from './median';

/** Load that came back still wanders: what lags behind it may be up by so much. ln 1.25. */
const WANDER = Math.log(1.25);
/** It came back when a quarter of the moments of the last third have no more load than moments of the first. */
const RETURNED = 0.25;
/** One-sided 95 %. */
const SURE = 1.645;

/**
 * By how much the load may have risen (`sign` 1) or fallen (-1) from a cell to the end: ln of the end over the start. Above
 * 0 the load has not come back to where it was, and what grew by no more than it could explain may be load, whatever
 * happened in between. The greater of two: the medians of the first and the last tenth; the slope under the load's own
 * waves at the end of its 95 % interval (but no more than its range), for an off-peak that was not sure is none.
 */
export function loadRise(load: Float64Array, setting: Setting, from: number, sign: 1 | -1): number {
  const part = load.subarray(from);
  const tenth = Math.max(1, Math.round(part.length / 10));
  const [start, end] = [median(part.subarray(0, tenth)), median(part.subarray(-tenth))];
  const seen = start > 0 && end > 0 ? sign * Math.log(end / start) : 0;

  const { error, fit } = trendOf(load, setting);
  const { minutes } = setting.cells;
  const span = (minutes.at(-1) as number) - (minutes[from] as number);
  const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
  // A line through the mean, from -half to +half of the rise.
  const half = Math.min(0.95, ((sign * fit.slope + SURE * error) * span) / (2 * mean || 1));
  const may = Math.log((1 + half) / (1 - Math.max(-0.95, half)));
  // It never rose by more than from its lowest to its highest.
  const smooth = smoothed(part, Math.ceil(tenth / 2));
  const [least, most] = smooth.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, 0]
  );
  const rise = Math.max(seen, least > 0 ? Math.min(may, Math.log(most / least)) : may);
  return returned(smooth, sign) ? Math.min(rise, WANDER) : rise;
}

/** Asked for by each stack that grows, and mostly of the same column. */
const trends = new WeakMap<Float64Array, Tidal>();

function trendOf(load: Float64Array, setting: Setting): Tidal {
  const trend = trends.get(load) ?? tidalOf(load, { ...setting, load: undefined });
  trends.set(load, trend);
  return trend;
}

function returned(smooth: Float64Array, sign: 1 | -1): boolean {
  const third = Math.floor(smooth.length / 3);
  let back = 0;
  for (const early of smooth.subarray(0, third)) {
    for (const late of smooth.subarray(-third)) {
      back += sign * late <= sign * early ? 1 : 0;
    }
  }
  return third > 0 && back >= RETURNED * third * third;
}
