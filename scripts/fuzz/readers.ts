import { ProfileError } from '../../src/core/profile/error';
import { frameTable, GRANULARITIES } from '../../src/core/profile/frametable';
import { goroutineCounts, StackInterner } from '../../src/core/profile/goroutines';
import { groupStacks, type StackGroups } from '../../src/core/profile/grouping';
import { labelGroups } from '../../src/core/profile/labels';
import type { Profile } from '../../src/core/profile/profile';
import { groupSums, rowSums, sampleSums, sumAt, totals } from '../../src/core/profile/sums';
import { topFrames } from '../../src/core/profile/top';
import { naiveDifference } from './naive';

/** What is done with a valid profile at each scrape. */
export function readAsPlugin(profile: Profile): void {
  if (goroutineType(profile) >= 0) {
    goroutineCounts(profile, new StackInterner());
  } else {
    groupSums(rowSums(profile, 0), groupStacks(profile, 'functions'));
  }
}

function goroutineType({ sampleTypes }: Profile): number {
  return sampleTypes.findIndex(({ type }) => type === 'goroutine' || type === 'goroutineleak');
}

/**
 * Reads a valid profile in every way there is. Returns where what they say contradicts the profile's totals or their own
 * promise; throws what they throw.
 */
export function contradictionIn(profile: Profile): string | undefined {
  return (
    goroutines(profile) ??
    groups(profile) ??
    tops(profile) ??
    labels(profile) ??
    naiveDifference(profile, 'functions') ??
    naiveDifference(profile, 'lines')
  );
}

/** Sample types beyond these are read alike. */
const MOST_TYPES = 4;

function goroutines(profile: Profile): string | undefined {
  const type = goroutineType(profile);
  for (const granularity of GRANULARITIES) {
    let result;
    try {
      result = goroutineCounts(profile, new StackInterner(granularity));
    } catch (error) {
      // Of a profile of something else that is what must happen; and sums that a number cannot hold are refused.
      const isRefusal = error instanceof ProfileError && (type < 0 || error.message.includes('beyond 2^53'));
      if (!isRefusal) {
        throw error;
      }
      return longMessage(error);
    }
    const { counts, stacks, total } = result;
    const sum = counts.reduce((a, b) => a + b, 0);
    if (type < 0) {
      return 'goroutineCounts accepts a profile without goroutines';
    }
    if (counts.length !== stacks.length || new Set(stacks.map(({ key }) => key)).size !== stacks.length) {
      return `goroutineCounts by ${granularity}: ${counts.length} counts, ${stacks.length} stacks, or a key twice`;
    }
    if (BigInt(total) !== totals(profile)[type] || sum !== total) {
      return `goroutineCounts by ${granularity}: total ${total}, sum ${sum}, exactly ${totals(profile)[type]}`;
    }
  }
  return undefined;
}

function longMessage({ message }: ProfileError): string | undefined {
  return message.length > 400 ? `goroutineCounts: a message of ${message.length} characters` : undefined;
}

function groups(profile: Profile): string | undefined {
  for (const granularity of GRANULARITIES) {
    const table = frameTable(profile, granularity);
    if (!table.ids.every((id) => id < table.length) || table.start.at(-1) !== table.ids.length) {
      return `frameTable by ${granularity}: ids or starts out of range`;
    }
    const grouped = groupStacks(profile, granularity);
    const fault = groupFault(grouped, profile.stacks.length);
    if (fault) {
      return `groupStacks by ${granularity}: ${fault}`;
    }
    for (const [type, total] of totals(profile).slice(0, MOST_TYPES).entries()) {
      const sums = groupSums(rowSums(profile, type), grouped);
      const sum = addAll(grouped.length, (group) => sumAt(sums, group));
      if (sum !== total) {
        return `groupSums by ${granularity}: ${sum} in all, exactly ${total}`;
      }
    }
  }
  return undefined;
}

function groupFault({ groupOf, length, representative }: StackGroups, stacks: number): string | undefined {
  if (groupOf.length !== stacks || representative.length !== length || length > stacks) {
    return `${groupOf.length} rows and ${representative.length} of ${length} groups for ${stacks} stacks`;
  }
  let seen = 0;
  for (let row = 0; row < stacks; row++) {
    const group = groupOf[row] as number;
    if (group > seen || (group === seen && representative[group] !== row)) {
      return `row ${row} is of group ${group}, the ${seen}th, which ${representative[group]} stands for`;
    }
    seen += group === seen ? 1 : 0;
  }
  return seen === length ? undefined : `${seen} groups of ${length}`;
}

function tops(profile: Profile): string | undefined {
  // Each stack that is not empty has one leaf.
  const { samples, stacks } = profile;
  const isEmpty = (sample: number) => (stacks.leaves[samples.stack[sample] as number] as number) < 0;
  const groupOf = Uint32Array.from({ length: samples.length }, (_, sample) => (isEmpty(sample) ? 0 : 1));
  for (const granularity of GRANULARITIES) {
    for (let type = 0; type < Math.min(MOST_TYPES, profile.sampleTypes.length); type++) {
      const expected = BigInt(sumAt(sampleSums(profile, type, groupOf, 2), 1));
      const rows = topFrames(profile, type, granularity);
      const flat = addAll(rows.length, (row) => rows[row]?.flat ?? 0);
      if (flat !== expected) {
        return `topFrames by ${granularity}: flat ${flat} in all, exactly ${expected}`;
      }
    }
  }
  return undefined;
}

function labels(profile: Profile): string | undefined {
  for (const key of ['bytes', 'key', '']) {
    const { groupOf, values } = labelGroups(profile, key);
    if (groupOf.length !== profile.samples.length || !groupOf.every((group) => group < values.length)) {
      return `labelGroups: a group out of range of ${values.length}`;
    }
  }
  return undefined;
}

function addAll(length: number, valueOf: (index: number) => number | bigint): bigint {
  let sum = 0n;
  for (let index = 0; index < length; index++) {
    sum += BigInt(valueOf(index));
  }
  return sum;
}
