import type { HeapColumn } from '../history/heapChunk';
import type { HeapRange } from '../history/heapRange';
import type { HistoryRange } from '../history/store';
import type { Stack } from '../profile/stack';
import type { TimestampMs } from '../scrape';
import { runSteps, type Steps } from '../steps';
import type { PostedDeploy } from './deploy';
import { deploysOf } from './merge';

/** A moment as a person names it: where the time range begins or ends, a time, or the last one before a deploy. */
export type MomentChoice = 'start' | 'end' | { readonly atMs: TimestampMs } | { readonly deploy: string };

/** What stood at a moment that was scraped. */
export interface StacksAt {
  readonly atMs: TimestampMs;
  readonly stacks: readonly Stack[];
  /** By index in `stacks`: goroutines, bytes or objects. */
  readonly values: Float64Array;
}

/** Why there is no such moment. */
export interface NoMoment {
  /** `nothing`: no profile there. `deploy`: no deploy of this name is known. */
  readonly why: 'nothing' | 'deploy';
}

/** Any stretch of a target's history, both ends included. */
type Ranges<Range> = (fromMs: TimestampMs, toMs: TimestampMs) => Range;

export interface MomentInput<Range> {
  readonly range: Ranges<Range>;
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  readonly choice: MomentChoice;
  /** Deploys are known by the scrapes, whatever is looked at. */
  readonly scrapes: Ranges<HistoryRange>;
  readonly posted: readonly PostedDeploy[];
}

/** Goroutines by stack. */
export function goroutinesAt(input: MomentInput<HistoryRange>): StacksAt | NoMoment {
  const atMs = momentOf(input, ({ profiled, times }) => times.filter((_, row) => profiled[row] === 1));
  if (typeof atMs !== 'number') {
    return atMs;
  }
  const scrape = input.range(atMs, atMs);
  const { stacks } = scrape;
  const each = { groups: stacks.length, groupOf: Int32Array.from(stacks, (_, index) => index) };
  return { atMs, stacks, values: scrape.weigh(each).last };
}

/** The heap by stack, with what the profile was sampled by and its sums. */
export interface HeapAt extends StacksAt {
  readonly newest: NonNullable<HeapRange['newest']>;
}

export function* heapAtSteps(input: MomentInput<HeapRange>, column: HeapColumn): Steps<HeapAt | NoMoment> {
  const atMs = momentOf(input, ({ isTold, times }) => times.filter((_, row) => isTold[row] === true));
  if (typeof atMs !== 'number') {
    return atMs;
  }
  const moment = input.range(atMs, atMs);
  const stacks = yield* moment.stacksSteps();
  const values = new Float64Array(stacks.length);
  yield* moment.walkSteps(
    column,
    (stack, difference) => (values[stack] = (values[stack] as number) + difference),
    () => undefined
  );
  return { atMs, stacks, values, newest: moment.newest as HeapAt['newest'] };
}

export function heapAt(input: MomentInput<HeapRange>, column: HeapColumn): HeapAt | NoMoment {
  return runSteps(heapAtSteps(input, column));
}

/** @param toldOf when a profile was taken in a stretch, ascending */
function momentOf<Range>(
  { choice, fromMs, posted, range, scrapes, toMs }: MomentInput<Range>,
  toldOf: (range: Range) => Float64Array
): TimestampMs | NoMoment {
  const before = (latestMs: TimestampMs) => toldOf(range(-Infinity, latestMs)).at(-1) ?? NOTHING;
  if (choice === 'start' || choice === 'end') {
    return toldOf(range(fromMs, toMs)).at(choice === 'start' ? 0 : -1) ?? NOTHING;
  }
  if ('atMs' in choice) {
    return before(choice.atMs);
  }
  // The newest of that name: a version can come back after a rollback.
  const deploy = deploysOf(scrapes(-Infinity, Infinity), posted)
    .filter(({ name }) => name === choice.deploy)
    .at(-1);
  return deploy ? before(deploy.atMs - 1) : { why: 'deploy' };
}

const NOTHING: NoMoment = { why: 'nothing' };
