import type { Stack } from '../profile/stack';
import type { Steps } from '../steps';
import { rangeFacts, type RangeFacts } from './rangeFacts';
import { stackFilter, type StackFilter } from './stackFilter';
import type { HistoryRange } from './store';

export interface GoroutinesOptions extends StackFilter {
  readonly groupBy: 'total' | 'stack' | 'function';
  /** How many groups stand by themselves. */
  readonly top: number;
}

export interface GoroutinesAnswer extends RangeFacts {
  /** All goroutines at the newest scrape; NaN where it took no profile. */
  readonly totalNow: number;
  /** Stacks or functions that passed the filter; `series` has the first of them, `other` the rest. */
  readonly groups: number;
  /** Highest peak first, `other` last. */
  readonly series: readonly CountSeries[];
}

export interface CountSeries {
  /** Unique in the answer. */
  readonly name: string;
  readonly role: GoroutinesOptions['groupBy'] | 'leak' | 'other';
  /** role `stack`; of a leak, the one to show first. */
  readonly stack?: Stack;
  /** role `leak`: the suspect's id. */
  readonly leak?: string;
  /** role `other`: how many groups it adds up. */
  readonly groups?: number;
  /** One cell a scrape, NaN where no profile was taken. */
  readonly counts: Float64Array;
}

export const OTHER = 'other';

/** Stacks put together: `names[groupOf[i]]` is what stack i of the range is shown as. */
interface Groups {
  readonly names: readonly string[];
  readonly groupOf: Int32Array;
}

/**
 * Goroutines over time. Groups are ranked by their peak in the range: by their newest count, waves of load would swap
 * places, and colours, with every scrape. With a filter, `total` and `other` count what passed it.
 */
export function* goroutinesAnswer(range: HistoryRange, options: GoroutinesOptions): Steps<GoroutinesAnswer> {
  const { groupBy, focus, ignore } = options;
  const facts = rangeFacts(range, 'goroutines');
  const totalNow = range.totals.at(-1) ?? NaN;
  if (groupBy === 'total' && !focus && !ignore) {
    const series = [{ name: 'total', role: groupBy, counts: range.totals.slice() }];
    return { ...facts, totalNow, groups: 1, series };
  }
  const stacks = yield* range.stacksSteps();
  const { names, groupOf } = yield* groupsOf(stacks, options);
  yield;
  const top = Math.min(names.length, Math.max(0, options.top));
  const shown = groupBy === 'total' ? [0] : yield* rank(range, { names, groupOf }, top);
  const columns = yield* shownColumns(range, groupOf, names.length, shown);
  const stackOf = groupBy === 'stack' ? firstStacks(groupOf, shown) : undefined;
  const series = shown.map((group, place): CountSeries => {
    const stack = stackOf && stacks[stackOf.get(group) ?? -1];
    return { name: names[group]!, role: groupBy, counts: columns[place]!.slice(), ...(stack ? { stack } : {}) };
  });
  const rest = names.length - shown.length;
  if (rest > 0) {
    series.push({ name: OTHER, role: 'other', groups: rest, counts: columns[shown.length]!.slice() });
  }
  return { ...facts, totalNow, groups: names.length, series };
}

/** Stacks a step: naming or matching one takes about a microsecond. */
const STACKS_A_STEP = 512;

function* groupsOf(stacks: readonly Stack[], options: GoroutinesOptions): Steps<Groups> {
  const { groupBy } = options;
  const passes = stackFilter(options);
  const groupOf = new Int32Array(stacks.length).fill(-1);
  const names: string[] = groupBy === 'total' ? ['total'] : [];
  const byName = new Map<string, number>();
  const twins = new Map<string, number>();
  for (const [index, stack] of stacks.entries()) {
    if (index % STACKS_A_STEP === 0) {
      yield;
    }
    if (!passes(stack)) {
      continue;
    }
    if (groupBy === 'total') {
      groupOf[index] = 0;
      continue;
    }
    let name = nameOf(stack);
    if (groupBy === 'stack') {
      // Two stacks can be called by the same function. In the order of their first sighting, which does not change,
      // the second and later ones get a number.
      const twin = (twins.get(name) ?? 0) + 1;
      twins.set(name, twin);
      name = twin > 1 ? `${name} (${twin})` : name;
    }
    let group = byName.get(name);
    if (group === undefined) {
      group = names.push(name) - 1;
      byName.set(name, group);
    }
    groupOf[index] = group;
  }
  return { names, groupOf };
}

/** The `top` greatest groups, greatest first. */
function* rank(range: HistoryRange, { names, groupOf }: Groups, top: number): Steps<number[]> {
  const { peak, sum } = yield* range.weighSteps({ groups: names.length, groupOf });
  const order = (a: number, b: number) => peak[b]! - peak[a]! || sum[b]! - sum[a]! || (names[a]! < names[b]! ? -1 : 1);
  // Most are smaller than the least of those found so far: sorting all of them would take ten times as long.
  const best: number[] = [];
  for (const group of names.keys()) {
    if (group % STACKS_A_STEP === 0) {
      yield;
    }
    if (best.length === top && order(best[top - 1]!, group) < 0) {
      continue;
    }
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(best[middle]!, group) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    best.splice(low, 0, group);
    best.length = Math.min(best.length, top);
  }
  return best;
}

/** A column for each shown group, in their order, then one for all others where there are others. */
function* shownColumns(
  range: HistoryRange,
  groupOf: Int32Array,
  groups: number,
  shown: readonly number[]
): Steps<Float64Array[]> {
  const placeOf = new Int32Array(groups).fill(shown.length);
  shown.forEach((group, place) => (placeOf[group] = place));
  return yield* range.columnsSteps({
    groups: Math.min(groups, shown.length + 1),
    groupOf: groupOf.map((group) => (group < 0 ? -1 : placeOf[group]!)),
  });
}

/** For each of these groups the index of its first stack. */
function firstStacks(groupOf: Int32Array, groups: readonly number[]): ReadonlyMap<number, number> {
  const wanted = new Set(groups);
  const result = new Map<number, number>();
  groupOf.forEach((group, index) => {
    if (wanted.has(group) && !result.has(group)) {
      result.set(group, index);
    }
  });
  return result;
}

/** The frame that a stack is called by: the user's own first, else the function that the goroutine was started with. */
export function namedBy({ frames, userFrame }: Pick<Stack, 'frames' | 'userFrame'>): number {
  if (userFrame >= 0) {
    return userFrame;
  }
  const isExit = frames.at(-1)?.function === 'runtime.goexit';
  return frames.length - (isExit && frames.length > 1 ? 2 : 1);
}

/** What a stack is called in a legend. */
export function nameOf(stack: Stack): string {
  return stack.frames[namedBy(stack)]?.function ?? '(empty stack)';
}
