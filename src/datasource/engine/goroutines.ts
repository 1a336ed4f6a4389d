import { ProfileError } from '../../core/profile/error';
import { goroutineCountsSteps, type StackInterner } from '../../core/profile/goroutines';
import type { GoroutineCounts, ProcessFacts } from '../../core/scrape';
import type { Answer } from '../client/client';
import { readProfile } from './profile';
import type { Slicer } from './slices';

export interface GoroutineReading {
  counts: GoroutineCounts;
  process: ProcessFacts;
}

/** @throws TargetError */
export function readGoroutines(
  answer: Answer,
  stacks: StackInterner,
  slicer: Slicer,
  abort?: AbortSignal
): Promise<GoroutineReading> {
  return readProfile(
    answer,
    function* (profile) {
      const counts = yield* goroutineCountsSteps(profile, stacks);
      const isAll = profile.sampleTypes.some(({ type }) => type === 'goroutine');
      if (isAll && counts.total === 0) {
        // The goroutine that writes the profile is in it, so a live program has at least one.
        throw new ProfileError('the profile is empty: it holds no goroutine, not even the one that wrote it', 0);
      }
      return { counts, process: { buildId: profile.mappings[0]?.buildId || undefined } };
    },
    slicer,
    abort
  );
}
