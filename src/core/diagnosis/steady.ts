import type { TimestampMs } from '../scrape';
import type { Series } from './series';
import type { Look, Trend } from './trend';

/** Looks are this share of the run apart, but no further than so long: a day's verdict must not lag by hours. */
const APART_SHARE = 1 / 30;
const MOST_APART_MS = 2 * 60_000;
/** How far back a verdict may have been sure for the last time: a third of the run. */
const MOST_LOOKS = 10;

/**
 * A trend that does not flicker. Near the edge of what can be told one scrape more or less turns a test over, and a person
 * would see the verdict come and go. So the series is looked at as it was at its newest moment and, if need be, at moments
 * before: it rises where one of these looks is sure, all since then are likely at least, and it is not the only one.
 *
 * @param nowMs the newest moment of the run: a series with few points, such as the heap's floor, ends before it
 * @param look undefined where there is too little
 */
export function steadyTrend(
  series: Series,
  nowMs: TimestampMs,
  look: (series: Series) => Look | undefined
): Trend | undefined {
  const newest = look(series);
  if (!newest) {
    return undefined;
  }
  const apartMs = Math.min(MOST_APART_MS, APART_SHARE * (nowMs - (series.times[0] as number)));
  let sure: Look | undefined;
  let likely = 0;
  for (let back = 0; back < MOST_LOOKS && !(sure && likely > 1); back++) {
    const one = back === 0 ? newest : look(until(series, nowMs - back * apartMs));
    if (!one || one.growth === 'none') {
      break;
    }
    likely++;
    sure ??= one.growth === 'sure' ? one : undefined;
  }
  const rises = sure !== undefined && likely > 1;
  return { ...newest, rises };
}

/** The series as it was at a moment. */
function until({ segments, times, values }: Series, atMs: number): Series {
  const after = times.findIndex((time) => time > atMs);
  const length = after < 0 ? times.length : after;
  return {
    times: times.subarray(0, length),
    values: values.subarray(0, length),
    segments: segments.flatMap(({ from, to }) => (from < length ? [{ from, to: Math.min(to, length) }] : [])),
  };
}
