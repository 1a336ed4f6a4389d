import { keepAlive } from '../alive';
import type { Steps } from '../steps';
import { EMPTY_PROFILE } from './decode';
import { FrameBook } from './framebook';
import { groupSteps, type StackGroups } from './grouping';
import { StackHasher } from './identity';
import type { StackInterner } from './interner';
import type { Profile } from './profile';
import { ProfileStacks } from './profilestacks';
import type { Stack, StackKey } from './stack';

/** The distinct stacks of a profile as the target's interner knows them. */
export interface StacksOf {
  /** In the order in which the profile has them, distinct by key. */
  readonly stacks: readonly Stack[];
  /** By row in `profile.stacks`: its index in `stacks`. */
  readonly placeOf: Uint32Array;
}

const STACKS_PER_STEP = 512;

/**
 * Takes the profile's stacks in.
 *
 * @param weights by row in `profile.stacks`: of the rows that are one stack, the lines of the heaviest stand for it.
 */
export function* stacksOfSteps(profile: Profile, interner: StackInterner, weights: Float64Array): Steps<StacksOf> {
  const opened = interner.open(profile);
  yield;
  const groups = yield* groupSteps(profile, opened.frameTable);
  const rowsOf = rowsByGroup(groups);
  const stacks: Stack[] = [];
  const placeOf = new Uint32Array(profile.stacks.length);
  // Groups tell frames without symbols apart by binary; keys do not.
  const placeOfKey = new Map<StackKey, number>();
  for (let group = 0; group < groups.length; group++) {
    if (group % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
    const rows = rowsOf(group).sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
    const stack = interner.sight(opened, rows);
    const place = placeOfKey.get(stack.key) ?? stacks.push(stack) - 1;
    placeOfKey.set(stack.key, place);
    for (const row of rows) {
      placeOf[row] = place;
    }
  }
  keepAlive('stacks', [new StackHasher(), new ProfileStacks(EMPTY_PROFILE, interner.granularity, new FrameBook())]);
  return { stacks, placeOf };
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
