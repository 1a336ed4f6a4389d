import { spanText } from '../../growth/words';
import { bandEvidence, evidenceOf, fieldEvidence, type Rule } from '../rule';
import { LEAST_SAMPLES, type Situation } from '../situation';
import { trendOf } from '../trend';
import { bytesPaceText, mib, MIB, percent } from '../words';

/** High is this share of the limit, without one so many bytes. */
const HIGH_SHARE = 0.7;
const HIGH_BYTES = 256 * MIB;
/** Flat: from the least to the greatest less than a tenth, and no trend that could make a twentieth of it. */
const MOST_SWING = 0.1;
const MOST_TREND = 0.05;
const RISE = { minRise: 16 * MIB, minPercent: 100 * MOST_TREND };
/** It must have been flat for half of the run at least: a cache is filled at the start, and what is left is that start. */
const LEAST_SHARE = 0.5;
/** In less than this a leak of a few percent a minute is within what flat is. */
const LEAST_MINUTES = 1;

/** A level that does not grow is not a leak now, however high it is. */
export const highButFlat: Rule = (situation) => {
  const { limit, samples, times } = situation;
  const rss = situation.now('RSS');
  const isHigh = rss >= (limit ? HIGH_SHARE * limit.bytes : HIGH_BYTES);
  if (!isHigh || [situation.heapTrend, situation.offHeapTrend].some((other) => other?.rises)) {
    return undefined;
  }
  const from = flatSince(situation.column('RSS'));
  const minutes = (situation.at - (times[from] as number)) / 60_000;
  if (samples - from < LEAST_SAMPLES || minutes < Math.max(LEAST_MINUTES, LEAST_SHARE * situation.minutes)) {
    return undefined;
  }
  const trend = trendSince(situation, from);
  if (!trend || trend.growth !== 'none' || Math.abs(trend.slope.perMinute) * trend.minutes > MOST_TREND * rss) {
    return undefined;
  }
  const share = limit ? `, ${percent(rss / limit.bytes)} of ${limit.name}` : '';
  return {
    id: 'high-but-flat',
    severity: 'ok',
    title: 'High but flat: not a leak now',
    text:
      `RSS is ${mib(rss)}${share}, and went by ${bytesPaceText(trend.slope)} in ${spanText(minutes)}; ` +
      `live heap ${mib(situation.now('HeapAlloc'))}, Go’s own part ${mib(situation.bandNow('goResident'))}.`,
    evidence: [
      ...fieldEvidence(situation, 'RSS', 'HeapAlloc'),
      bandEvidence(situation, 'goResident'),
      evidenceOf(situation, 'slope of RSS', trend.slope.perMinute, 'bytes/min'),
    ],
    advice: limit ? 'Give it more room, or find what holds it: a peak on top of this may reach the limit.' : '',
    cannotSee: `What happened before: ${spanText(minutes)} were looked at, and a leak that has stopped looks like this.`,
  };
};

/** The first row since which a column stayed within a tenth of its newest value; rows that tell nothing are passed over. */
function flatSince(column: Float64Array): number {
  const most = MOST_SWING * (column.at(-1) as number);
  let [low, high] = [Infinity, -Infinity];
  let from = column.length;
  for (let row = column.length - 1; row >= 0; row--) {
    const value = column[row] as number;
    if (Number.isNaN(value)) {
      continue;
    }
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (high - low > most) {
      break;
    }
    from = row;
  }
  return from;
}

function trendSince(situation: Situation, from: number) {
  const since = situation.column('RSS').map((bytes, row) => (row < from ? NaN : bytes));
  return trendOf(situation.seriesOf(since), RISE);
}
