import type { HistoryRange } from '../history/store';
import type { TimestampMs } from '../scrape';
import type { Deploy, PostedDeploy } from './deploy';
import { seenDeploys } from './seen';

/** A rollout may take this long from when CI says so to when the process is another one. */
const BEFORE_RESTART_MS = 10 * 60_000;
/** And CI may say so a little late: its last step, on its own clock. */
const AFTER_RESTART_MS = 2 * 60_000;

/**
 * All deploys of a range, ascending: those that show in the data, and those that were posted. A posted one that stands
 * near a restart is that restart: one deploy, with the posted name and the moment at which the new process was first seen.
 * A posted one that no restart belongs to (a flag that was switched, a restart that was not seen) stays where it is.
 */
export function deploysOf(range: HistoryRange, posted: readonly PostedDeploy[]): Deploy[] {
  const { restarts, times } = range;
  const [first, last] = [times[0] ?? Infinity, times.at(-1) ?? -Infinity];
  const deploys = new Map<TimestampMs, Deploy>();
  for (const seen of seenDeploys(range)) {
    deploys.set(seen.atMs, seen);
  }
  const starts = [...new Set([...restarts.map((row) => times[row] as number), ...deploys.keys()])];
  for (const [one, atMs] of matched(posted, starts)) {
    if (atMs > first && atMs <= last) {
      deploys.set(atMs, { atMs, name: one.name, seenBy: 'annotation' });
    }
  }
  return [...deploys.values()].sort((a, b) => a.atMs - b.atMs);
}

/** Each posted deploy with its moment. The nearest pairs are made first, and nothing is in two of them. */
function matched(
  posted: readonly PostedDeploy[],
  starts: readonly TimestampMs[]
): ReadonlyMap<PostedDeploy, TimestampMs> {
  const pairs = posted.flatMap((one) =>
    starts
      .filter((start) => start >= one.atMs - AFTER_RESTART_MS && start <= one.atMs + BEFORE_RESTART_MS)
      .map((start) => ({ one, start, distance: Math.abs(start - one.atMs) }))
  );
  pairs.sort((a, b) => a.distance - b.distance);
  const moments = new Map<PostedDeploy, TimestampMs>();
  const taken = new Set<TimestampMs>();
  for (const { one, start } of pairs) {
    if (!moments.has(one) && !taken.has(start)) {
      moments.set(one, start);
      taken.add(start);
    }
  }
  posted.forEach((one) => moments.set(one, moments.get(one) ?? one.atMs));
  return moments;
}
