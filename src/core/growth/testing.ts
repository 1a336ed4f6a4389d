import type { Grouping, HistoryRange, Weights } from '../history/store';
import type { Stack } from '../profile/stack';
import { topOf } from '../history/top';

// For tests and simulations of growth only.

export interface Columns {
  /** Milliseconds, ascending. */
  times: Float64Array;
  stacks: readonly Stack[];
  /** One a stack, one cell a scrape. */
  counts: readonly Float64Array[];
  /** As in HistoryRange; absent: not known. */
  intervals?: Float64Array;
  restarts?: readonly number[];
  processes?: HistoryRange['processes'];
}

/** A range that has these columns: what a store would give, without packing a simulation first. */
export function rangeOf({ counts, intervals, processes = [], restarts = [], stacks, times }: Columns): HistoryRange {
  const indexes = new Map(stacks.map(({ key }, i) => [key, i]));
  const columns = ({ groupOf, groups }: Grouping) => {
    const result = Array.from({ length: groups }, () => new Float64Array(times.length));
    counts.forEach((column, i) => {
      const group = result[groupOf[i] as number];
      column.forEach((count, row) => {
        if (group) {
          group[row] = (group[row] as number) + count;
        }
      });
    });
    return result;
  };
  const weigh = (grouping: Grouping): Weights => {
    const groups = columns(grouping);
    return {
      peak: Float64Array.from(groups, (column) => column.reduce((most, count) => Math.max(most, count || 0), 0)),
      sum: Float64Array.from(groups, (column) => column.reduce((sum, count) => sum + (count || 0), 0)),
      first: Float64Array.from(groups, (column) => column[0] ?? 0),
      last: Float64Array.from(groups, (column) => column.at(-1) ?? 0),
    };
  };
  const totals = columns({ groups: 1, groupOf: new Int32Array(stacks.length) })[0] as Float64Array;
  return {
    times,
    totals,
    intervals: intervals ?? new Float64Array(times.length).fill(NaN),
    profiled: Uint8Array.from(totals, (total) => (Number.isNaN(total) ? 0 : 1)),
    stacks,
    restarts,
    counts: (key) => (counts[indexes.get(key) ?? -1] ?? new Float64Array(times.length)).slice(),
    columns,
    weigh,
    *stacksSteps() {
      yield;
      return stacks;
    },
    *columnsSteps(grouping) {
      yield;
      return columns(grouping);
    },
    *weighSteps(grouping) {
      yield;
      return weigh(grouping);
    },
    *minimaSteps({ from, to }) {
      yield;
      const least = (column: Float64Array, first: number, end: number) =>
        column.subarray(first, end).reduce((most, count) => (count < most ? count : most), Infinity);
      return counts.map((column) => Float64Array.from(from, (first, i) => least(column, first, to[i] as number)));
    },
    top: (n, by) => topOf(weigh({ groups: stacks.length, groupOf: Int32Array.from(stacks.keys()) }), n, by),
    memory: () => new Float64Array(times.length).fill(NaN),
    memoryFields: [],
    failures: [],
    process: processes.at(-1)?.process ?? {},
    processes,
    origins: [{ row: 0, origin: { from: 'sampled' } }],
  };
}

/** A stack of one function, `main.<key>` unless given others, leaf first. */
export function stackNamed(key: string, functions: readonly string[] = [`main.${key}`], userFrame = 0): Stack {
  return {
    key,
    frames: functions.map((name) => ({ function: name, file: 'main.go', line: 1 })),
    blockedOn: 'chan receive',
    userFrame,
  };
}

/** `scrapes` moments, `intervalMs` apart. */
export function timesOf(scrapes: number, intervalMs: number, fromMs = 1_800_000_000_000): Float64Array {
  return Float64Array.from({ length: scrapes }, (_, i) => fromMs + i * intervalMs);
}
