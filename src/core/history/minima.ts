import type { Steps } from '../steps';
import { Changes } from './runs';
import type { Sightings } from './sightings';
import type { Slice } from './slice';
import type { RowSpans } from './store';

/** Stacks a step: each has as many changes as a chunk has rows, at most. */
const SLOTS_A_STEP = 256;

/** The least counts of all stacks over spans of rows, change by change: a count holds from one to the next. */
export function* minimaSteps(
  slices: readonly Slice[],
  { indexes, stacks }: Sightings,
  spans: RowSpans
): Steps<Float64Array[]> {
  const width = spans.from.length;
  const all = new Float64Array(stacks.length * width).fill(Infinity);
  const changes = new Changes();
  for (const [i, slice] of slices.entries()) {
    const own = spansWithin(slice, spans);
    if (own.length === 0) {
      continue;
    }
    const isAbsent = new Uint8Array(stacks.length).fill(1);
    const indexOf = indexes[i] as Int32Array;
    for (let slot = 0; slot < indexOf.length; slot++) {
      if (slot % SLOTS_A_STEP === 0) {
        yield;
      }
      const index = indexOf[slot] as number;
      if (index >= 0) {
        isAbsent[index] = 0;
        slice.counts.read(slot, changes);
        lower(all, index * width + own.first, own, changes);
      }
    }
    for (let index = 0; index < stacks.length; index++) {
      if (isAbsent[index] === 1) {
        changes.length = 0;
        lower(all, index * width + own.first, own, changes);
      }
    }
  }
  return stacks.map((_, index) => all.subarray(index * width, (index + 1) * width));
}

/** Spans `first`, `first + 1`, ... as profiles [from, to) of one chunk; empty where their rows took none. */
interface ProfileSpans {
  readonly first: number;
  readonly length: number;
  readonly from: Uint16Array;
  readonly to: Uint16Array;
}

/** The spans that have rows in a slice, cut to it. */
function spansWithin({ at, chunk, from, to }: Slice, spans: RowSpans): ProfileSpans {
  const end = at + to - from;
  let first = 0;
  while (first < spans.to.length && (spans.to[first] as number) <= at) {
    first++;
  }
  let last = first;
  while (last < spans.from.length && (spans.from[last] as number) < end) {
    last++;
  }
  const profileOf = (row: number) => chunk.profilesBefore[from + Math.max(at, Math.min(end, row)) - at] as number;
  return {
    first,
    length: last - first,
    from: Uint16Array.from(spans.from.subarray(first, last), profileOf),
    to: Uint16Array.from(spans.to.subarray(first, last), profileOf),
  };
}

/** Lowers the cells of `all` from `place` on to the least count of each span. The hot loop: each change is met once. */
function lower(all: Float64Array, place: number, { from, length, to }: ProfileSpans, changes: Changes): void {
  const { at, count } = changes;
  const end = changes.length;
  let change = 0;
  let now = 0;
  for (let span = 0; span < length; span++) {
    const first = from[span] as number;
    const until = to[span] as number;
    while (change < end && (at[change] as number) <= first) {
      now = count[change++] as number;
    }
    let least = now;
    while (change < end && (at[change] as number) < until) {
      now = count[change++] as number;
      least = now < least ? now : least;
    }
    if (first < until && least < (all[place + span] as number)) {
      all[place + span] = least;
    }
  }
}
