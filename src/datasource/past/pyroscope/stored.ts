import type { TimestampMs } from '../../../core/scrape';
import type { Series } from '../prometheus/series';
import { SeveralInstances } from '../severalInstances';
import type { Stored } from './ask';

/** Instances that follow one another may overlap for a while, as in a rolling deploy; more is several at once. */
const OVERLAP = { steps: 2, share: 0.1 };

/** What is stored of a bucket. */
export interface StoredProfiles {
  readonly profileTypeId: string;
  /** Labels of the instances that have any, the one that goes on longest at the end. */
  readonly instances: ReadonlyArray<Series['labels']>;
}

/** What there is of a bucket that begins at a moment; undefined where there is nothing. */
export type StoredAt = (bucketMs: TimestampMs) => StoredProfiles | undefined;

/**
 * Which buckets have profiles. A point of Pyroscope's series stands at the end of its step, which that end is part of.
 *
 * @throws SeveralInstances where they are of several programs that ran side by side
 */
export function storedAt(all: readonly Stored[], stepMs: number): StoredAt {
  const found = all
    .map(({ instances, profileTypeId }) => ({ profileTypeId, instances, ends: endsOf(instances) }))
    // Where a program's profiles are stored twice, by a scraper and by itself, the fuller ones are taken.
    .sort((a, b) => b.ends.size - a.ends.size)[0];
  checkInstances(found?.instances ?? []);
  const buckets = new Map<TimestampMs, Array<Series['labels']>>();
  const lastOf = ({ times }: Series) => times.at(-1) ?? -Infinity;
  for (const { labels, times, values } of [...(found?.instances ?? [])].sort((a, b) => lastOf(a) - lastOf(b))) {
    const begins = times.filter((_, i) => values[i] !== 0).map((endMs) => (Math.ceil(endMs / stepMs) - 1) * stepMs);
    for (const bucketMs of new Set(begins)) {
      buckets.set(bucketMs, [...(buckets.get(bucketMs) ?? []), labels]);
    }
  }
  return (bucketMs) => {
    const instances = buckets.get(bucketMs);
    return found && instances && { profileTypeId: found.profileTypeId, instances };
  };
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
    throw new SeveralInstances(
      'Pyroscope',
      instances.map(({ labels }) => labels)
    );
  }
}
