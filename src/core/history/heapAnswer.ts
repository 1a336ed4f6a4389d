import type { HeapValues } from '../profile/heap';
import type { Stack } from '../profile/stack';
import { byText, countUp, firstSteps } from '../sort';
import type { Steps } from '../steps';
import { nameOf, OTHER } from './goroutinesAnswer';
import type { HeapColumn } from './heapChunk';
import type { HeapRange } from './heapRange';
import { rangeFacts, type RangeFacts } from './rangeFacts';
import { stackFilter, type StackFilter } from './stackFilter';

export interface HeapOptions extends StackFilter, HeapColumn {
  readonly groupBy: 'function' | 'stack';
  /**
   * groupBy `function`: `flat` is what a function allocated itself, `cum` what it and all that it called did. A stack
   * has the same for both.
   */
  readonly order: 'flat' | 'cum';
  /** How many groups stand by themselves. */
  readonly top: number;
}

export interface HeapAnswer extends RangeFacts {
  /** Functions or stacks that passed the filter and held anything in the range. */
  readonly groups: number;
  /**
   * Highest peak first, `other` last. By cum there is no `other`: an allocation counts for every function of its stack,
   * so that what is left is no part of anything.
   */
  readonly series: readonly HeapSeries[];
  /** runtime.MemProfileRate in bytes; null where the profile does not say. */
  readonly rateBytes: number | null;
  /** All stacks at the newest profile, whatever the filter; null where there was none. */
  readonly totalNow: Readonly<Record<HeapValues, number>> | null;
}

export interface HeapSeries {
  /** Unique in the answer. */
  readonly name: string;
  readonly role: HeapOptions['groupBy'] | 'other';
  /** role `stack`. */
  readonly stack?: Stack;
  /** role `other`: how many groups it adds up. */
  readonly groups?: number;
  /** One cell a moment, in bytes or objects; NaN where no profile came. */
  readonly values: Float64Array;
}

/** The groups that each stack counts for: stack i for `groupOf[start[i]]` to `groupOf[start[i + 1] - 1]`. */
interface Groups {
  readonly names: readonly string[];
  readonly start: Int32Array;
  readonly groupOf: readonly number[];
}

/** The heap over time. Groups are ranked by their peak in the range, as goroutines are. */
export function* heapAnswer(range: HeapRange, options: HeapOptions): Steps<HeapAnswer> {
  const facts = rangeFacts(range, 'heap');
  const stacks = yield* range.stacksSteps();
  const groups = yield* groupsOf(stacks, options);
  const peaks = yield* peaksOf(range, options, groups);
  const count = peaks.reduce((sum, peak) => sum + (peak > 0 ? 1 : 0), 0);
  const shown = yield* rankSteps(groups.names, peaks, Math.min(count, Math.max(0, options.top)));
  const hasOther = count > shown.length && !isCum(options);
  const columns = yield* columnsOf(range, options, groups, shown, hasOther);
  const stackOf = options.groupBy === 'stack' ? stackByGroup(stacks, groups, new Set(shown)) : undefined;
  const series = shown.map((group, place): HeapSeries => {
    const stack = stackOf?.get(group);
    return {
      name: groups.names[group]!,
      role: options.groupBy,
      values: columns[place]!,
      ...(stack ? { stack } : {}),
    };
  });
  if (hasOther) {
    series.push({ name: OTHER, role: 'other', groups: count - shown.length, values: columns[shown.length]! });
  }
  const { rateBytes = null, totals } = range.newest ?? {};
  const { sampleType } = options;
  const totalNow = totals ? { scaled: totals.scaled[sampleType], sampled: totals.sampled[sampleType] } : null;
  return { ...facts, groups: count, series, rateBytes, totalNow };
}

function isCum({ groupBy, order }: HeapOptions): boolean {
  return groupBy === 'function' && order === 'cum';
}

/** Stacks a step: a stack has some twenty functions to look up. */
const STACKS_PER_STEP = 256;

function* groupsOf(stacks: readonly Stack[], options: HeapOptions): Steps<Groups> {
  const passes = stackFilter(options);
  const names: string[] = [];
  const byName = new Map<string, number>();
  const groupOf: number[] = [];
  const start = new Int32Array(stacks.length + 1);
  const twins = new Map<string, number>();
  const groupNamed = (name: string) => {
    const group = byName.get(name) ?? names.push(name) - 1;
    byName.set(name, group);
    return group;
  };
  for (const [index, stack] of stacks.entries()) {
    if (index % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
    if (passes(stack)) {
      for (const name of options.groupBy === 'stack' ? [twinName(nameOf(stack), twins)] : functionsOf(stack, options)) {
        groupOf.push(groupNamed(name));
      }
    }
    start[index + 1] = groupOf.length;
  }
  return { names, start, groupOf };
}

/** Two stacks can be called by the same function: the second and later ones get a number. */
function twinName(name: string, twins: Map<string, number>): string {
  const twin = (twins.get(name) ?? 0) + 1;
  twins.set(name, twin);
  return twin > 1 ? `${name} (${twin})` : name;
}

/** The functions that a stack's allocations count for: by cum each once, however often it is in the stack. */
function functionsOf({ frames }: Stack, options: HeapOptions): Iterable<string> {
  const counted = isCum(options) ? frames : frames.slice(0, 1);
  return new Set(counted.map((frame) => frame.function || '(no symbols)'));
}

/** By group: the highest value of one moment. */
function* peaksOf(range: HeapRange, column: HeapColumn, { groupOf, names, start }: Groups): Steps<Float64Array> {
  const peaks = new Float64Array(names.length);
  const now = new Float64Array(names.length);
  const touched: number[] = [];
  const isTouched = new Uint8Array(names.length);
  yield* range.walkSteps(
    column,
    (stack, difference) => {
      for (let i = start[stack] as number; i < (start[stack + 1] as number); i++) {
        const group = groupOf[i] as number;
        now[group] = (now[group] as number) + difference;
        if (isTouched[group] === 0) {
          isTouched[group] = 1;
          touched.push(group);
        }
      }
    },
    () => {
      for (const group of touched) {
        peaks[group] = Math.max(peaks[group] as number, now[group] as number);
        isTouched[group] = 0;
      }
      touched.length = 0;
    }
  );
  return peaks;
}

/** The first `count` of the groups, the greatest peak first. */
function rankSteps(names: readonly string[], peaks: Float64Array, count: number): Steps<number[]> {
  const byPeak = (a: number, b: number) => (peaks[b] as number) - (peaks[a] as number);
  return firstSteps(countUp(names.length), count, (a, b) => byPeak(a, b) || byText(names[a]!, names[b]!));
}

/** A column for each shown group, in their order, then one for all others where that is wanted. */
function* columnsOf(
  range: HeapRange,
  column: HeapColumn,
  { groupOf, names, start }: Groups,
  shown: readonly number[],
  hasOther: boolean
): Steps<Float64Array[]> {
  const placeOf = new Int32Array(names.length).fill(hasOther ? shown.length : -1);
  shown.forEach((group, place) => (placeOf[group] = place));
  const now = new Float64Array(shown.length + (hasOther ? 1 : 0));
  const columns = Array.from(now, () => new Float64Array(range.times.length).fill(NaN));
  yield* range.walkSteps(
    column,
    (stack, difference) => {
      for (let i = start[stack] as number; i < (start[stack + 1] as number); i++) {
        const place = placeOf[groupOf[i] as number] as number;
        if (place >= 0) {
          now[place] = (now[place] as number) + difference;
        }
      }
    },
    (row) => columns.forEach((values, place) => (values[row] = now[place] as number))
  );
  return columns;
}

/** The stacks of groups that have but one each. */
function stackByGroup(
  stacks: readonly Stack[],
  { groupOf, start }: Groups,
  shown: ReadonlySet<number>
): ReadonlyMap<number, Stack> {
  const result = new Map<number, Stack>();
  stacks.forEach((stack, i) => {
    const group = groupOf[start[i] as number] as number;
    if ((start[i + 1] as number) > (start[i] as number) && shown.has(group)) {
      result.set(group, stack);
    }
  });
  return result;
}
