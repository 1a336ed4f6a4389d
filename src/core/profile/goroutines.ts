import type { GoroutineCounts } from '../scrape';
import { ProfileError } from './error';
import type { StackInterner } from './interner';
import type { Profile } from './profile';
import type { Stack, StackKey } from './stack';
import { checkValid } from './validate';

export { StackInterner } from './interner';

/**
 * Goroutines by stack, in the order in which the profile has them. Samples of one stack are added up whatever their
 * labels, as are stacks whose functions differ in what `normaliseFunction` takes away or in their lines only.
 *
 * Throws ProfileError where this is no goroutine profile, or an invalid one.
 */
export function goroutineCounts(profile: Profile, stacks: StackInterner): GoroutineCounts {
  checkValid(profile);
  const type = goroutineType(profile);
  const perRow = countRows(profile, type);
  const rowsOf = new Map<StackKey, number[]>();
  stacks.keys(profile).forEach((key, row) => {
    const rows = rowsOf.get(key);
    if (rows) {
      rows.push(row);
    } else {
      rowsOf.set(key, [row]);
    }
  });
  const result: Stack[] = [];
  const counts = new Float64Array(rowsOf.size);
  let total = 0;
  for (const [key, rows] of rowsOf) {
    // The lines of most of the goroutines stand for the stack.
    rows.sort((a, b) => (perRow[b] as number) - (perRow[a] as number) || a - b);
    const count = rows.reduce((sum, row) => sum + (perRow[row] as number), 0);
    counts[result.length] = count;
    total += count;
    result.push(stacks.sight(key, profile, rows));
  }
  return { total, stacks: result, counts };
}

function goroutineType(profile: Profile): number {
  // The sample type of runtime/pprof's goroutine and goroutineleak profiles.
  const index = profile.sampleTypes.findIndex(({ type }) => type === 'goroutine' || type === 'goroutineleak');
  if (index < 0) {
    const found = profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(', ') || 'none';
    throw new ProfileError(`expected a goroutine profile, found the sample types: ${found}`);
  }
  return index;
}

/** Goroutines per row of `profile.stacks`. */
function countRows(profile: Profile, type: number): Float64Array {
  const { exactValues, length, stack, valueStart, values } = profile.samples;
  const perRow = new Float64Array(profile.stacks.length);
  if (exactValues.size > 0) {
    throw new ProfileError('a goroutine count beyond 2^53');
  }
  for (let sample = 0; sample < length; sample++) {
    const row = stack[sample] as number;
    perRow[row] = (perRow[row] as number) + (values[(valueStart[sample] as number) + type] as number);
  }
  return perRow;
}
