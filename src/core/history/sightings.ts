import type { Stack } from '../profile/stack';
import type { Steps } from '../steps';
import { Changes } from './runs';
import type { Slice } from './slice';

/** The stacks that were seen in some slices, with their places there. */
export interface Sightings {
  /** In order of the first profile that had them; of those that came together, the one that is known longer first. */
  readonly stacks: readonly Stack[];
  /** By index in `stacks`: the id that chunks know it by. */
  readonly ids: readonly number[];
  /** Per slice, by slot of its chunk: the index in `stacks`, -1 where the slice does not have it. */
  readonly indexes: readonly Int32Array[];
}

/** Stacks a step. */
const SLOTS_A_STEP = 1024;

export function* sightings(slices: readonly Slice[]): Steps<Sightings> {
  const stacks: Stack[] = [];
  const ids: number[] = [];
  const indexById = new Map<number, number>();
  const changes = new Changes();
  const indexes: Int32Array[] = [];
  for (const slice of slices) {
    const { counts, firstProfile, endProfile } = slice;
    const isWhole = firstProfile === 0 && endProfile === counts.profiles;
    const indexOf = new Int32Array(counts.ids.length).fill(-1);
    const fresh: Array<{ slot: number; first: number; stack: Stack }> = [];
    for (let slot = 0; slot < indexOf.length; slot++) {
      if (slot % SLOTS_A_STEP === 0) {
        yield;
      }
      const index = indexById.get(counts.ids[slot] as number);
      if (isWhole && index !== undefined) {
        // A chunk has only stacks that it saw.
        indexOf[slot] = index;
        stacks[index] = counts.stacks[slot] as Stack;
        continue;
      }
      if (isWhole) {
        fresh.push({ slot, first: counts.firstProfile(slot), stack: counts.stacks[slot] as Stack });
        continue;
      }
      counts.read(slot, changes);
      const { first, last } = seenWithin(changes, firstProfile, endProfile);
      if (first < 0) {
        continue;
      }
      const stack = counts.stackAt(slot, last);
      if (index === undefined) {
        fresh.push({ slot, first, stack });
      } else {
        indexOf[slot] = index;
        stacks[index] = stack;
      }
    }
    // Slots are in order of id, which the sort keeps for those that came together.
    fresh.sort((a, b) => a.first - b.first);
    for (const { slot, stack } of fresh) {
      const id = counts.ids[slot] as number;
      indexById.set(id, stacks.length);
      indexOf[slot] = stacks.length;
      stacks.push(stack);
      ids.push(id);
    }
    indexes.push(indexOf);
  }
  return { stacks, ids, indexes };
}

/** The first and the last of profiles [from, end) with a count that is not 0; -1 where there is none. */
function seenWithin({ at, count, length }: Changes, from: number, end: number): { first: number; last: number } {
  let [first, last] = [-1, -1];
  for (let change = 0; change < length; change++) {
    const since = Math.max(from, at[change] as number);
    const until = Math.min(end, change + 1 < length ? (at[change + 1] as number) : end);
    if (count[change] !== 0 && since < until) {
      first = first < 0 ? since : first;
      last = until - 1;
    }
  }
  return { first, last };
}
