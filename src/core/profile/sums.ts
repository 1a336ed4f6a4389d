import type { StackGroups } from './grouping';
import type { Profile } from './profile';

/** Sums of int64 values; they may themselves go beyond int64. */
export interface Sums {
  /** Exact, but where `exact` is given, which it is once a sum may lie beyond 2^53. */
  readonly numbers: Float64Array;
  readonly exact?: readonly bigint[];
}

/** A cell of sums, exact: a bigint only where a number could not hold it. */
export function sumAt({ exact, numbers }: Sums, index: number): number | bigint {
  const big = exact?.[index];
  const number = numbers[index] ?? 0;
  return big === undefined || Number.isSafeInteger(number) ? number : big;
}

/** The values of a sample type, added up by row in `profile.stacks`. */
export function rowSums(profile: Profile, typeIndex: number): Sums {
  return sampleSums(profile, typeIndex, profile.samples.stack, profile.stacks.length);
}

/**
 * The values of a sample type, added up by group of samples.
 *
 * @param groupOf by sample: a number below `groups`.
 */
export function sampleSums(profile: Profile, typeIndex: number, groupOf: Uint32Array, groups: number): Sums {
  const { exactValues, length, valueStart, values } = profile.samples;
  const numbers = new Float64Array(groups);
  // As long as the absolute values add up to less than 2^53 no partial sum can have lost anything.
  let most = 0;
  for (let sample = 0; sample < length; sample++) {
    const at = (valueStart[sample] as number) + typeIndex;
    if (at < (valueStart[sample + 1] as number)) {
      const group = groupOf[sample] as number;
      const value = values[at] as number;
      most += Math.abs(value);
      numbers[group] = (numbers[group] as number) + value;
    }
  }
  if (most <= Number.MAX_SAFE_INTEGER && exactValues.size === 0) {
    return { numbers };
  }
  return exactly(groups, (add) => {
    for (let sample = 0; sample < length; sample++) {
      const at = (valueStart[sample] as number) + typeIndex;
      if (at < (valueStart[sample + 1] as number)) {
        add(groupOf[sample] as number, exactValues.get(at) ?? BigInt(values[at] as number));
      }
    }
  });
}

/** The sum over all samples, one per sample type in the unit of that type. */
export function totals(profile: Profile): bigint[] {
  const together = new Uint32Array(profile.samples.length);
  return profile.sampleTypes.map((_, type) => BigInt(sumAt(sampleSums(profile, type, together, 1), 0)));
}

/** Sums by row put together by group. */
export function regroup(rows: Sums, groupOf: ArrayLike<number>, groups: number): Sums {
  const { exact } = rows;
  if (exact) {
    return exactly(groups, (add) => exact.forEach((value, row) => add(groupOf[row] as number, value)));
  }
  const numbers = new Float64Array(groups);
  for (let row = 0; row < rows.numbers.length; row++) {
    const group = groupOf[row] as number;
    numbers[group] = (numbers[group] as number) + (rows.numbers[row] as number);
  }
  return { numbers };
}

/** Sums by row put together by group of stacks. */
export function groupSums(rows: Sums, { groupOf, length }: StackGroups): Sums {
  // Groups are numbered in order of first sight: as many as rows are the rows, in their order.
  return length === rows.numbers.length ? rows : regroup(rows, groupOf, length);
}

function exactly(length: number, fill: (add: (index: number, value: bigint) => void) => void): Sums {
  const exact = Array.from({ length }, () => 0n);
  fill((index, value) => (exact[index] = (exact[index] as bigint) + value));
  return { numbers: Float64Array.from(exact, Number), exact };
}
