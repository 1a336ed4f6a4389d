import type { TimestampMs } from '../../../core/scrape';
import { SeveralInstances } from '../prometheus/columns';
import type { Series } from '../prometheus/series';
import type { Stored } from './ask';

/** Instances that follow one another may overlap for a while, as in a rolling deploy; more is several at once. */
const OVERLAP = { steps: 2, share: 0.1 };

/** The type of profile that there is of a bucket that begins at a moment; undefined where there is none. */
export type TypeAt = (bucketMs: TimestampMs) => string | undefined;

/**
 * Which buckets have profiles. A point of Pyroscope's series stands at the end of its step, which that end is part of.
 *
 * @throws SeveralInstances where they are of several programs that ran side by side
 */
export function typesAt(all: readonly Stored[], stepMs: number): TypeAt {
  const found = all
    .map(({ instances, profileTypeId }) => ({ profileTypeId, instances, ends: endsOf(instances) }))
    // Where a program's profiles are stored twice, by a scraper and by itself, the fuller ones are taken.
    .sort((a, b) => b.ends.size - a.ends.size)[0];
  checkInstances(found?.instances ?? []);
  const buckets = new Set([...(found?.ends.keys() ?? [])].map((endMs) => (Math.ceil(endMs / stepMs) - 1) * stepMs));
  return (bucketMs) => (buckets.has(bucketMs) ? found?.profileTypeId : undefined);
}

/** How many instances have profiles in each step. */
function endsOf(instances: readonly Series[]): Map<TimestampMs, number> {
  const ends = new Map<TimestampMs, number>();
  for (const { times, values } of instances) {
    times.forEach((time, i) => values[i] !== 0 && ends.set(time, (ends.get(time) ?? 0) + 1));
  }
  return ends;
}

/** @throws SeveralInstances where several have profiles at once */
export function checkInstances(instances: readonly Series[]): void {
  const ends = endsOf(instances);
  const shared = [...ends.values()].filter((count) => count > 1).length;
  if (shared > Math.max(OVERLAP.steps, OVERLAP.share * ends.size)) {
    throw new SeveralInstances(instances.map(({ labels }) => labels));
  }
}
