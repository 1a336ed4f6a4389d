import type { GoroutineCounts } from '../scrape';
import { runSteps, type Steps } from '../steps';
import { ProfileError } from './error';
import type { StackInterner } from './interner';
import type { Profile } from './profile';
import { stacksOfSteps } from './stacksof';
import { rowSums, type Sums } from './sums';
import { checkValid } from './validate';

export { StackInterner } from './interner';

/**
 * Goroutines by stack, in the order in which the profile has them. Samples of one stack are added up whatever their
 * labels, as are stacks that differ only in what the interner's granularity does not look at.
 *
 * Throws ProfileError where this is no goroutine profile, or an invalid one.
 */
export function goroutineCounts(profile: Profile, stacks: StackInterner): GoroutineCounts {
  return runSteps(goroutineCountsSteps(profile, stacks));
}

/** As `goroutineCounts`, in steps. */
export function* goroutineCountsSteps(profile: Profile, interner: StackInterner): Steps<GoroutineCounts> {
  checkValid(profile);
  const type = goroutineType(profile);
  yield;
  const perRow = exactNumbers(rowSums(profile, type));
  yield;
  const { placeOf, stacks } = yield* stacksOfSteps(profile, interner, perRow);
  const counts = new Float64Array(stacks.length);
  let total = 0;
  for (let row = 0; row < perRow.length; row++) {
    const place = placeOf[row] as number;
    const count = perRow[row] as number;
    counts[place] = (counts[place] as number) + count;
    total += count;
  }
  return { total, stacks, counts };
}

function goroutineType(profile: Profile): number {
  // The sample type of runtime/pprof's goroutine and goroutineleak profiles.
  const index = profile.sampleTypes.findIndex(({ type }) => type === 'goroutine' || type === 'goroutineleak');
  if (index < 0) {
    const found = profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(', ') || 'none';
    throw new ProfileError(`expected a goroutine profile, found the sample types: ${found.slice(0, 200)}`);
  }
  return index;
}

function exactNumbers({ exact, numbers }: Sums): Float64Array {
  if (exact) {
    throw new ProfileError('the goroutine counts go beyond 2^53');
  }
  return numbers;
}
