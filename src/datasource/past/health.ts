/** What "Save & test" says of the past. */
export interface PastHealth {
  readonly isFine: boolean;
  readonly message: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How far back a recorder reaches, in words.
 *
 * @param ms to the hour
 * @param mostMs so far back was looked
 */
export function reach(ms: number, mostMs: number): string {
  if (ms < HOUR_MS) {
    return 'less than an hour';
  }
  const isAll = ms > mostMs - HOUR_MS;
  const shownMs = isAll ? mostMs : ms;
  const [count, unit] =
    shownMs < 2 * DAY_MS ? [Math.floor(shownMs / HOUR_MS), 'hour'] : [Math.floor(shownMs / DAY_MS), 'day'];
  return `${isAll ? 'at least' : 'about'} ${count} ${unit}${count === 1 ? '' : 's'}`;
}
