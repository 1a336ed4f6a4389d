import type { MemoryField } from '../memstats/fields';
import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts, ScrapeFailure, TimestampMs } from '../scrape';
import type { Chunk } from './chunk';
import type { Grouping, HistoryRange, Measure, Weights } from './store';

/** Rows [from, to) of a chunk. */
export interface Slice {
  readonly chunk: Chunk;
  readonly from: number;
  readonly to: number;
}

/**
 * A view on the rows that a range had when it was asked for. Columns are cut out when asked for and then kept; since
 * chunks only grow, and a dropped one lives on in here, it does not matter when.
 */
export class SlicedRange implements HistoryRange {
  readonly times: Float64Array;
  readonly totals: Float64Array;
  readonly restarts: readonly number[];
  readonly failures: ReadonlyArray<ScrapeFailure & { atMs: TimestampMs }>;
  readonly process: ProcessFacts;
  private readonly memoryColumns = new Map<MemoryField, Float64Array>();
  private readonly countColumns = new Map<StackKey, Float64Array>();
  private fields: readonly MemoryField[] | undefined;
  private seen: readonly Stack[] | undefined;

  constructor(private readonly slices: readonly Slice[]) {
    this.times = this.join((chunk) => chunk.times);
    this.totals = this.join((chunk) => chunk.totals);
    const restarts: number[] = [];
    const failures: Array<ScrapeFailure & { atMs: TimestampMs }> = [];
    let at = 0;
    for (const { chunk, from, to } of slices) {
      for (let row = from; row < to; row++, at++) {
        if (chunk.restarted[row] === 1) {
          restarts.push(at);
        }
      }
      failures.push(...chunk.failures.filter(({ row }) => row >= from && row < to).map(({ failure }) => failure));
    }
    this.restarts = restarts;
    this.failures = failures;
    const last = slices.at(-1);
    this.process = (last && last.chunk.process[last.to - 1]) ?? {};
  }

  memory(field: MemoryField): Float64Array {
    let column = this.memoryColumns.get(field);
    if (!column) {
      column = this.join((chunk) => chunk.memory.get(field));
      this.memoryColumns.set(field, column);
    }
    return column;
  }

  get memoryFields(): readonly MemoryField[] {
    this.fields ??= [...new Set(this.slices.flatMap(({ chunk }) => [...chunk.memory.keys()]))].filter((field) =>
      this.memory(field).some((value) => !Number.isNaN(value))
    );
    return this.fields;
  }

  get stacks(): readonly Stack[] {
    if (!this.seen) {
      const byKey = new Map<StackKey, Stack>();
      for (const { chunk, from, to } of this.slices) {
        for (const [key, column] of chunk.stacks) {
          const stack = column.sighted(from, to);
          if (stack) {
            byKey.set(key, stack);
          }
        }
      }
      this.seen = [...byKey.values()];
    }
    return this.seen;
  }

  counts(key: StackKey): Float64Array {
    let column = this.countColumns.get(key);
    if (!column) {
      column = new Float64Array(this.times.length);
      let at = 0;
      for (const { chunk, from, to } of this.slices) {
        const source = chunk.stacks.get(key);
        for (let row = from; row < to; row++, at++) {
          column[at] = Number.isNaN(chunk.totals[row]) ? NaN : (source?.count(row) ?? 0);
        }
      }
      this.countColumns.set(key, column);
    }
    return column;
  }

  weigh(grouping: Grouping): Weights {
    const columns = this.columns(grouping);
    const [peak, sum, first, last] = [0, 0, 0, 0].map(() => new Float64Array(grouping.groups)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    columns.forEach((column, group) => {
      const known = column.filter((value) => !Number.isNaN(value));
      peak[group] = known.reduce((highest, value) => Math.max(highest, value), 0);
      sum[group] = known.reduce((all, value) => all + value, 0);
      first[group] = known[0] ?? 0;
      last[group] = known.at(-1) ?? 0;
    });
    return { peak, sum, first, last };
  }

  columns({ groupOf, groups }: Grouping): Float64Array[] {
    const result = Array.from({ length: groups }, () =>
      Float64Array.from(this.totals, (total) => (Number.isNaN(total) ? NaN : 0))
    );
    this.stacks.forEach(({ key }, index) => {
      const column = result[groupOf[index] ?? -1];
      if (column) {
        this.counts(key).forEach((count, row) => (column[row] = (column[row] as number) + count));
      }
    });
    return result;
  }

  top(n: number, by: Measure): number[] {
    const groups = this.stacks.length;
    const { peak, sum, first, last } = this.weigh({ groups, groupOf: Int32Array.from({ length: groups }, (_, i) => i) });
    const size = (a: number, b: number) =>
      (peak[b] as number) - (peak[a] as number) || (sum[b] as number) - (sum[a] as number);
    const rise = (i: number) => (last[i] as number) - (first[i] as number);
    return Array.from({ length: groups }, (_, i) => i)
      .sort((a, b) => (by === 'size' ? size(a, b) : rise(b) - rise(a)) || a - b)
      .slice(0, n);
  }

  /** One column over all slices; NaN where a chunk has none. */
  private join(columnOf: (chunk: Chunk) => Float64Array | undefined): Float64Array {
    const length = this.slices.reduce((sum, { from, to }) => sum + to - from, 0);
    const result = new Float64Array(length).fill(NaN);
    let at = 0;
    for (const { chunk, from, to } of this.slices) {
      const column = columnOf(chunk);
      if (column) {
        result.set(column.subarray(from, to), at);
      }
      at += to - from;
    }
    return result;
  }
}
