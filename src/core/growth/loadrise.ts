import { tidalOf, type Setting } from './growthtest';
import { median } from './median';

/** One-sided 95 %. */
const SURE = 1.645;

/**
 * By how much the load may have risen (`sign` 1) or fallen (-1) from a cell to the end: ln of the end over the start. Above
 * 0 the load has not come back to where it was, and what grew by no more than it could explain may be load, whatever
 * happened in between. The greater of two: the medians of the first and the last tenth; the slope under the load's own
 * waves at the end of its 95 % interval, for an off-peak that was not sure is none.
 */
export function loadRise(load: Float64Array, setting: Setting, from: number, sign: 1 | -1): number {
  const part = load.subarray(from);
  const tenth = Math.max(1, Math.round(part.length / 10));
  const [start, end] = [median(part.subarray(0, tenth)), median(part.subarray(-tenth))];
  const seen = start > 0 && end > 0 ? sign * Math.log(end / start) : 0;

  const { error, fit } = tidalOf(load, { ...setting, load: undefined });
  const { minutes } = setting.cells;
  const span = (minutes.at(-1) as number) - (minutes[from] as number);
  const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
  // A line through the mean, from -half to +half of the rise.
  const half = Math.min(0.95, ((sign * fit.slope + SURE * error) * span) / (2 * mean || 1));
  return Math.max(seen, Math.log((1 + half) / (1 - Math.max(-0.95, half))));
}
