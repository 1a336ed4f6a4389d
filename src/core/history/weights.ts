import { Changes, CHUNK_ROWS } from './runs';
import type { Slice } from './slice';
import type { Grouping, Weights } from './store';

/**
 * Weighs groups, slice by slice. A stack that is alone in its group is weighed change by change, for a count holds from
 * one to the next; where several meet, their changes are added up in a column of the height of a chunk.
 */
export class Scale {
  private readonly peak: Float64Array;
  private readonly sum: Float64Array;
  private readonly first: Float64Array;
  private readonly last: Float64Array;
  private readonly changes = new Changes();
  private readonly column = new Float64Array(CHUNK_ROWS);
  private isBegun = false;

  constructor(private readonly grouping: Grouping) {
    const { groups } = grouping;
    this.peak = new Float64Array(groups);
    this.sum = new Float64Array(groups);
    this.first = new Float64Array(groups);
    this.last = new Float64Array(groups);
  }

  get weights(): Weights {
    const { peak, sum, first, last } = this;
    return { peak, sum, first, last };
  }

  /** Slices come in order. `indexOf`: by slot, the stack's index in the range. */
  add(slice: Slice, indexOf: Int32Array): void {
    if (slice.firstProfile === slice.endProfile) {
      return;
    }
    // What is not in this slice's last profile ends at 0.
    this.last.fill(0);
    const { starts, slots } = this.slotsByGroup(indexOf);
    for (let group = 0; group < this.grouping.groups; group++) {
      const from = starts[group] as number;
      const to = starts[group + 1] as number;
      if (to - from === 1) {
        slice.counts.read(slots[from] as number, this.changes);
        this.weighOne(group, slice);
      } else if (to > from) {
        this.weighMany(group, slice, slots.subarray(from, to));
      }
    }
    this.isBegun = true;
  }

  /** Group g has slots [starts[g], starts[g + 1]). */
  private slotsByGroup(indexOf: Int32Array): { starts: Int32Array; slots: Int32Array } {
    const { groupOf, groups } = this.grouping;
    const starts = new Int32Array(groups + 2);
    // Counted two places on, so that placing the slots leaves each start where it belongs.
    for (const index of indexOf) {
      const group = index < 0 ? -1 : (groupOf[index] as number);
      if (group >= 0) {
        starts[group + 2] = (starts[group + 2] as number) + 1;
      }
    }
    for (let group = 2; group < starts.length; group++) {
      starts[group] = (starts[group] as number) + (starts[group - 1] as number);
    }
    const slots = new Int32Array(starts[groups + 1] as number);
    for (let slot = 0; slot < indexOf.length; slot++) {
      const index = indexOf[slot] as number;
      const group = index < 0 ? -1 : (groupOf[index] as number);
      if (group >= 0) {
        const place = starts[group + 1] as number;
        slots[place] = slot;
        starts[group + 1] = place + 1;
      }
    }
    return { starts, slots };
  }

  private weighOne(group: number, { firstProfile, endProfile }: Slice): void {
    const { at, count, length } = this.changes;
    let peak = this.peak[group] as number;
    let sum = 0;
    let first = 0;
    let now = 0;
    let since = firstProfile;
    for (let change = 0; change < length; change++) {
      const profile = at[change] as number;
      if (profile >= endProfile) {
        break;
      }
      if (profile > since) {
        peak = now > peak ? now : peak;
        sum += now * (profile - since);
        since = profile;
      }
      now = count[change] as number;
      if (profile <= firstProfile) {
        first = now;
      }
    }
    this.peak[group] = now > peak ? now : peak;
    this.sum[group] = (this.sum[group] as number) + sum + now * (endProfile - since);
    this.last[group] = now;
    if (!this.isBegun) {
      this.first[group] = first;
    }
  }

  private weighMany(group: number, { counts, endProfile, firstProfile }: Slice, slots: Int32Array): void {
    const { changes } = this;
    const column = this.column.fill(0);
    for (const slot of slots) {
      counts.read(slot, changes);
      addSteps(changes, firstProfile, endProfile, column, 0);
    }
    let peak = this.peak[group] as number;
    let sum = 0;
    let now = 0;
    for (let cell = 0; cell < endProfile - firstProfile; cell++) {
      now += column[cell] as number;
      peak = now > peak ? now : peak;
      sum += now;
    }
    this.peak[group] = peak;
    this.sum[group] = (this.sum[group] as number) + sum;
    this.last[group] = now;
    if (!this.isBegun) {
      this.first[group] = column[0] as number;
    }
  }
}

/**
 * Adds the steps between a stack's counts to the cells from `start` on, one a profile of [from, end): added up from
 * left to right they are the count. For any number of stacks that is one addition a change.
 */
export function addSteps(changes: Changes, from: number, end: number, column: Float64Array, start: number): void {
  const { at, count, length } = changes;
  let before = 0;
  for (let change = 0; change < length; change++) {
    const profile = at[change] as number;
    if (profile >= end) {
      return;
    }
    const cell = start + (profile > from ? profile - from : 0);
    const now = count[change] as number;
    column[cell] = (column[cell] as number) + (now - before);
    before = now;
  }
}
