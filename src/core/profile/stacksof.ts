import { keepAlive } from '../alive';
import { runSteps, type Steps } from '../steps';
import { EMPTY_PROFILE } from './decode';
import { FrameBook } from './framebook';
import { groupSteps, type StackGroups } from './grouping';
import type { Granularity } from './frametable';
import { StackHasher } from './identity';
import type { KnownStack, StackInterner } from './interner';
import type { Profile } from './profile';
import { ProfileStacks } from './profilestacks';
import type { Stack } from './stack';

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
  const opened = yield* interner.openSteps(profile);
  yield;
  const groups = yield* groupSteps(profile, opened.frameTable);
  const rowsOf = rowsByGroup(groups, weights);
  const stacks: Stack[] = [];
  const placeOf = new Uint32Array(profile.stacks.length);
  // Groups tell frames without symbols apart by binary; keys do not.
  const placeOfKnown = new Map<KnownStack, number>();
  for (let group = 0; group < groups.length; group++) {
    if (group % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
    const rows = rowsOf(group);
    const known = interner.sight(opened, rows);
    let place = placeOfKnown.get(known);
    if (place === undefined) {
      place = stacks.push(known.stack) - 1;
      placeOfKnown.set(known, place);
    }
    for (let i = 0; i < rows.length; i++) {
      placeOf[rows[i] as number] = place;
    }
  }
  keepAlive('stacks', freshInstances(interner.granularity));
  return { stacks, placeOf };
}

/** See keepAlive. */
function freshInstances(granularity: Granularity): object[] {
  return [new StackHasher(), runSteps(ProfileStacks.readSteps(EMPTY_PROFILE, granularity, new FrameBook()))];
}

/** Which rows each group has, the heaviest first, of equal ones the first. */
function rowsByGroup({ groupOf, length }: StackGroups, weights: Float64Array): (group: number) => Uint32Array {
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
  const byWeight = (a: number, b: number) => (weights[b] as number) - (weights[a] as number) || a - b;
  return (group) => {
    const of = rows.subarray(start[group], start[group + 1]);
    return of.length > 1 ? of.sort(byWeight) : of;
  };
}
