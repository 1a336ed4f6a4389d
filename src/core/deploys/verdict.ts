import { DEFAULT_MIN_RISE } from '../growth/options';
import type { Pace } from './pace';

/** What became of growth from one span to the next. */
export type Verdict = 'fixed' | 'improved' | 'unchanged' | 'worse' | 'not enough data';

/** What may be left of a pace, at the upper end of its interval, for it to count as gone. */
const GONE = 0.2;

/**
 * What became of a leak, by its two paces. A pace is only believed as far as its interval reaches: what might as well be
 * gone as unchanged is not enough data. The same where the second span is so short that at the old pace it would have won
 * fewer goroutines than the least that is called growth.
 *
 * @param minutesAfter how long the second span was looked at
 * @param minRise goroutines, as in GrowthOptions
 */
export function verdictOf(before: Pace, after: Pace, minutesAfter: number, minRise = DEFAULT_MIN_RISE): Verdict {
  const wasGrowing = before.low > 0;
  if (!wasGrowing) {
    return after.low > Math.max(0, before.high) ? 'worse' : 'unchanged';
  }
  if (after.low > before.high) {
    return 'worse';
  }
  if (before.perMinute * minutesAfter < minRise) {
    return 'not enough data';
  }
  if (after.high <= GONE * before.perMinute) {
    return 'fixed';
  }
  if (after.high < before.low) {
    return 'improved';
  }
  return after.low > GONE * before.perMinute ? 'unchanged' : 'not enough data';
}

/** The verdict on all leaks together: one that is worse makes it worse, and only when all are gone it is fixed. */
export function verdictOfAll(verdicts: readonly Verdict[]): Verdict {
  const has = (verdict: Verdict) => verdicts.includes(verdict);
  if (has('worse')) {
    return 'worse';
  }
  if (has('fixed') || has('improved')) {
    return verdicts.every((verdict) => verdict === 'fixed') ? 'fixed' : 'improved';
  }
  return has('not enough data') ? 'not enough data' : 'unchanged';
}
