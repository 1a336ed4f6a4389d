import type { MemoryField } from '../memstats/fields';
import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts, ScrapeFailure, TimestampMs } from '../scrape';
import { runSteps, type Steps } from '../steps';
import { minimaSteps } from './minima';
import { Changes } from './runs';
import { sightings, type Sightings } from './sightings';
import { Slice, type ChunkRows } from './slice';
import type { Grouping, HistoryRange, KnownFacts, KnownOrigin, Measure, RowSpans, Weights } from './store';
import { topOf } from './top';
import { addSteps, Scale } from './weights';

/**
 * A view on the rows that a range had when it was asked for. Columns are unpacked at each call and not kept, for all of
 * them would be a hundred times what the history takes. Since chunks only grow, and a dropped one lives on in here, it
 * does not matter when.
 */
export class SlicedRange implements HistoryRange {
  readonly times: Float64Array;
  readonly totals: Float64Array;
  readonly intervals: Float64Array;
  readonly profiled: Uint8Array;
  readonly restarts: readonly number[];
  readonly failures: ReadonlyArray<ScrapeFailure & { atMs: TimestampMs }>;
  readonly process: ProcessFacts;
  readonly processes: readonly KnownFacts[];
  readonly origins: readonly KnownOrigin[];
  private readonly slices: readonly Slice[];
  private readonly length: number;
  private readonly changes = new Changes();
  private fields: readonly MemoryField[] | undefined;
  private seen: Sightings | undefined;
  private indexByKey: ReadonlyMap<StackKey, number> | undefined;
  private single: Weights | undefined;

  /** @param rows in order of time */
  constructor(rows: readonly ChunkRows[]) {
    let length = 0;
    this.slices = rows.map(({ chunk, from, to }) => {
      length += to - from;
      return new Slice(chunk, from, to, length - (to - from));
    });
    this.length = length;
    this.times = new Float64Array(this.length);
    this.totals = new Float64Array(this.length);
    this.intervals = new Float64Array(this.length);
    this.profiled = new Uint8Array(this.length);
    const origins: KnownOrigin[] = [];
    const restarts: number[] = [];
    const processes: KnownFacts[] = [];
    const failures: Array<ScrapeFailure & { atMs: TimestampMs }> = [];
    for (const [i, { at, chunk, from, to }] of this.slices.entries()) {
      const { isRestart, origin } = rows[i] as ChunkRows;
      if (origin !== origins.at(-1)?.origin) {
        origins.push({ row: at, origin });
      }
      this.times.set(chunk.times.subarray(from, to), at);
      this.totals.set(chunk.totals.subarray(from, to), at);
      chunk.copyIntervals(from, to, this.intervals, at);
      for (let row = from; row < to; row++) {
        const isFirst = row === from && isRestart !== undefined;
        if (isFirst ? isRestart : chunk.restarted[row] === 1) {
          restarts.push(at + row - from);
        }
        const isProfiled = chunk.profilesBefore[row + 1] !== chunk.profilesBefore[row];
        this.profiled[at + row - from] = isProfiled ? 1 : 0;
        const process = chunk.process[row] as ProcessFacts;
        if (process !== processes.at(-1)?.process) {
          processes.push({ row: at + row - from, process });
        }
      }
      for (const { row, failure } of chunk.failures) {
        if (row >= from && row < to) {
          failures.push(failure);
        }
      }
    }
    this.restarts = restarts;
    this.failures = failures;
    this.processes = processes;
    this.origins = origins;
    this.process = processes.at(-1)?.process ?? {};
  }

  memory(field: MemoryField): Float64Array {
    const column = new Float64Array(this.length);
    for (const { at, chunk, from, to } of this.slices) {
      chunk.copyMemory(field, from, to, column, at);
    }
    return column;
  }

  get memoryFields(): readonly MemoryField[] {
    this.fields ??= [...new Set(this.slices.flatMap(({ chunk }) => chunk.memoryFields))].filter((field) =>
      this.memory(field).some((value) => !Number.isNaN(value))
    );
    return this.fields;
  }

  get stacks(): readonly Stack[] {
    return this.sightings.stacks;
  }

  counts(key: StackKey): Float64Array {
    this.indexByKey ??= new Map(this.stacks.map((stack, index) => [stack.key, index]));
    const id = this.sightings.ids[this.indexByKey.get(key) ?? -1];
    const column = new Float64Array(this.length);
    for (const slice of this.slices) {
      const slot = id === undefined ? -1 : slice.counts.find(id);
      if (slot >= 0) {
        slice.counts.read(slot, this.changes);
        fill(this.changes, slice, column);
      }
      slice.spread(column);
    }
    return column;
  }

  weigh(grouping: Grouping): Weights {
    return runSteps(this.weighSteps(grouping));
  }

  columns(grouping: Grouping): Float64Array[] {
    return runSteps(this.columnsSteps(grouping));
  }

  *stacksSteps(): Steps<readonly Stack[]> {
    this.seen ??= yield* sightings(this.slices);
    return this.seen.stacks;
  }

  *weighSteps(grouping: Grouping): Steps<Weights> {
    yield* this.stacksSteps();
    this.check(grouping);
    const scale = new Scale(grouping);
    for (const [i, slice] of this.slices.entries()) {
      yield;
      scale.add(slice, this.sightings.indexes[i] as Int32Array);
    }
    return scale.weights;
  }

  *columnsSteps(grouping: Grouping): Steps<Float64Array[]> {
    yield* this.stacksSteps();
    this.check(grouping);
    const { groupOf, groups } = grouping;
    const { changes, sightings } = this;
    const result = Array.from({ length: groups }, () => new Float64Array(this.length));
    for (const [i, slice] of this.slices.entries()) {
      yield;
      const { at, counts, endProfile, firstProfile } = slice;
      (sightings.indexes[i] as Int32Array).forEach((index, slot) => {
        const column = index < 0 ? undefined : result[groupOf[index] as number];
        if (column) {
          counts.read(slot, changes);
          addSteps(changes, firstProfile, endProfile, column, at);
        }
      });
      for (const column of result) {
        let now = 0;
        for (let cell = at; cell < at + endProfile - firstProfile; cell++) {
          now += column[cell] as number;
          column[cell] = now;
        }
        slice.spread(column);
      }
    }
    return result;
  }

  *minimaSteps(spans: RowSpans): Steps<readonly Float64Array[]> {
    yield* this.stacksSteps();
    return yield* minimaSteps(this.slices, this.sightings, spans);
  }

  top(n: number, by: Measure): number[] {
    const groups = this.stacks.length;
    this.single ??= this.weigh({ groups, groupOf: Int32Array.from({ length: groups }, (_, i) => i) });
    return topOf(this.single, n, by);
  }

  private get sightings(): Sightings {
    this.seen ??= runSteps(sightings(this.slices));
    return this.seen;
  }

  private check({ groupOf, groups }: Grouping): void {
    if (groupOf.length !== this.stacks.length) {
      throw new RangeError(`groups of ${groupOf.length} stacks for a range of ${this.stacks.length}`);
    }
    const wrong = groupOf.find((group) => group >= groups);
    if (wrong !== undefined) {
      throw new RangeError(`group ${wrong} of ${groups}`);
    }
  }
}

/** Sets the slice's cells of a column that is 0 there, one a profile. */
function fill({ at, count, length }: Changes, slice: Slice, column: Float64Array): void {
  const { firstProfile, endProfile } = slice;
  const start = slice.at - firstProfile;
  for (let change = 0; change < length; change++) {
    const now = count[change] as number;
    const until = change + 1 < length ? Math.min(endProfile, at[change + 1] as number) : endProfile;
    for (let profile = Math.max(firstProfile, at[change] as number); profile < until; profile++) {
      column[start + profile] = now;
    }
  }
}
