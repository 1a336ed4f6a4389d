import { spanText } from '../../growth/words';
import { bandEvidence, evidenceOf, fieldEvidence, type Rule } from '../rule';
import { bytesPaceText, mib, MIB, percent } from '../words';

/** High is this share of the limit, without one so many bytes. */
const HIGH_SHARE = 0.7;
const HIGH_BYTES = 256 * MIB;
/** Flat: from the least to the greatest less than a tenth, and no trend that could make a twentieth of it. */
const MOST_SWING = 0.1;
const MOST_TREND = 0.05;

/** A level that does not grow is not a leak now, however high it is. */
export const highButFlat: Rule = (situation) => {
  const { limit, residentTrend: trend } = situation;
  const rss = situation.now('RSS');
  const isHigh = rss >= (limit ? HIGH_SHARE * limit.bytes : HIGH_BYTES);
  if (!isHigh || !trend || trend.rises || [situation.heapTrend, situation.offHeapTrend].some((other) => other?.rises)) {
    return undefined;
  }
  const told = situation.column('RSS').filter((bytes) => !Number.isNaN(bytes));
  const swing =
    told.reduce((most, bytes) => Math.max(most, bytes), 0) -
    told.reduce((least, bytes) => Math.min(least, bytes), Infinity);
  if (swing > MOST_SWING * rss || Math.abs(trend.slope.perMinute) * trend.minutes > MOST_TREND * rss) {
    return undefined;
  }
  const share = limit ? `, ${percent(rss / limit.bytes)} of ${limit.name}` : '';
  return {
    id: 'high-but-flat',
    severity: 'ok',
    title: 'High but flat: not a leak now',
    text:
      `RSS is ${mib(rss)}${share}, and went by ${bytesPaceText(trend.slope)} in ${spanText(trend.minutes)}; ` +
      `live heap ${mib(situation.now('HeapAlloc'))}, Go’s own part ${mib(situation.bandNow('goResident'))}.`,
    evidence: [
      ...fieldEvidence(situation, 'RSS', 'HeapAlloc'),
      bandEvidence(situation, 'goResident'),
      evidenceOf(situation, 'slope of RSS', trend.slope.perMinute, 'bytes/min'),
    ],
    advice: limit ? 'Give it more room, or find what holds it: a peak on top of this may reach the limit.' : '',
    cannotSee: `What happened before: ${spanText(situation.minutes)} were looked at, and a leak that has stopped looks like this.`,
  };
};
