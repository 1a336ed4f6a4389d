import { keepAlive } from '../alive';
import type { GoroutineCounts } from '../scrape';
import { runSteps, type Steps } from '../steps';
import { EMPTY_PROFILE } from './decode';
import { ProfileError } from './error';
import { FrameBook } from './framebook';
import { groupSteps, type StackGroups } from './grouping';
import { StackHasher } from './identity';
import type { StackInterner } from './interner';
import type { Profile } from './profile';
import { ProfileStacks } from './profilestacks';
import type { Stack, StackKey } from './stack';
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

const STACKS_PER_STEP = 512;

/** As `goroutineCounts`, in steps. */
export function* goroutineCountsSteps(profile: Profile, stacks: StackInterner): Steps<GoroutineCounts> {
  checkValid(profile);
  const type = goroutineType(profile);
  yield;
  const perRow = exactNumbers(rowSums(profile, type));
  yield;
  const opened = stacks.open(profile);
  yield;
  const groups = yield* groupSteps(profile, opened.frameTable);
  const rowsOf = rowsByGroup(groups);
  const result: Stack[] = [];
  const counts = new Float64Array(groups.length);
  // Groups tell frames without symbols apart by binary; keys do not.
  const placeOf = new Map<StackKey, number>();
  let total = 0;
  for (let group = 0; group < groups.length; group++) {
    if (group % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
    // The lines of most of the goroutines stand for the stack.
    const rows = rowsOf(group).sort((a, b) => (perRow[b] as number) - (perRow[a] as number) || a - b);
    const count = rows.reduce((sum, row) => sum + (perRow[row] as number), 0);
    total += count;
    const stack = stacks.sight(opened, rows);
    const place = placeOf.get(stack.key) ?? result.push(stack) - 1;
    placeOf.set(stack.key, place);
    counts[place] = (counts[place] as number) + count;
  }
  keepAlive('goroutines', [new StackHasher(), new ProfileStacks(EMPTY_PROFILE, stacks.granularity, new FrameBook())]);
  return { total, stacks: result, counts: counts.subarray(0, result.length) };
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

/** Which rows each group has, ascending. */
function rowsByGroup({ groupOf, length }: StackGroups): (group: number) => number[] {
  const start = new Uint32Array(length + 1);
  groupOf.forEach((group) => (start[group + 1] = (start[group + 1] as number) + 1));
  for (let group = 0; group < length; group++) {
    start[group + 1] = (start[group + 1] as number) + (start[group] as number);
  }
  const next = start.slice();
  const rows = new Uint32Array(groupOf.length);
  groupOf.forEach((group, row) => {
    const at = next[group] as number;
    rows[at] = row;
    next[group] = at + 1;
  });
  return (group) => [...rows.subarray(start[group], start[group + 1])];
}
