import type { TimestampMs } from '../../core/scrape';

/** Day and local wall time, to the second, as for a person. */
export function clock(ms: TimestampMs): string {
  return new Date(ms).toLocaleString(undefined, { hourCycle: 'h23' });
}
