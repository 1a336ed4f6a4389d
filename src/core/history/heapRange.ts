import type { Stack, StackKey } from '../profile/stack';
import type { ProcessFacts } from '../scrape';
import { countUp } from '../sort';
import type { Steps } from '../steps';
import type { HeapColumn, HeapRow, HeapSource } from './heapChunk';
import type { JoinableRows } from './past/join';
import type { HistoryRange, KnownOrigin } from './store';

/** Stacks whose change is told in a step: each may be one of twenty functions. */
const CHANGES_PER_STEP = 1024;

/** Rows [from, to) of a chunk, with where they came from. */
export interface HeapRows extends JoinableRows {
  readonly chunk: HeapSource;
}

/** The rows that are those from `at` on of the range. */
interface HeapSlice extends HeapRows {
  readonly at: number;
}

/** Stacks a step: a look into a map for each. */
const STACKS_PER_STEP = 4096;

/** Heap profiles of a time range. Which rows it has is settled when it is made. */
export class HeapRange implements Pick<HistoryRange, 'times' | 'restarts' | 'failures' | 'process' | 'origins'> {
  readonly times: Float64Array;
  readonly restarts: readonly number[];
  readonly failures: HistoryRange['failures'];
  readonly process: ProcessFacts;
  /** By row: whether it has a profile. */
  readonly isTold: readonly boolean[];
  readonly origins: readonly KnownOrigin[];
  /** Of the newest row that was sampled and has a profile; undefined where none has. */
  readonly newest: Pick<HeapRow, 'rateBytes' | 'totals'> | undefined;
  private indexes: Int32Array[] = [];

  private readonly slices: readonly HeapSlice[];

  /** @param rows in order of time */
  constructor(all: readonly HeapRows[]) {
    let length = 0;
    this.slices = all.map((one) => ({ ...one, at: (length += one.to - one.from) - (one.to - one.from) }));
    const rows = all.flatMap(({ chunk, from, to }) => chunk.rows.slice(from, to));
    this.times = Float64Array.from(rows, ({ moment }) => moment.atMs);
    this.restarts = rows.flatMap(({ isRestart }, row) => (isRestart ? [row] : []));
    this.failures = rows.flatMap(({ moment }) => moment.failures.map((failure) => ({ ...failure, atMs: moment.atMs })));
    this.isTold = rows.map(({ profile }) => profile >= 0);
    this.origins = this.slices
      .filter(({ origin }, i) => origin !== this.slices[i - 1]?.origin)
      .map(({ at, origin }) => ({ row: at, origin }));
    this.newest = rows.filter(({ totals }) => totals !== undefined).at(-1);
    this.process = rows.filter(({ moment }) => moment.process.buildId !== undefined).at(-1)?.moment.process ?? {};
  }

  /** The stacks of the range's chunks, with the lines of their newest sighting. Some may have nothing in the range. */
  *stacksSteps(): Steps<readonly Stack[]> {
    const stacks: Stack[] = [];
    const indexOf = new Map<StackKey, number>();
    this.indexes = [];
    for (const { chunk } of this.slices) {
      const indexes = new Int32Array(chunk.stacks.length);
      for (let lane = 0; lane < indexes.length; lane++) {
        if (lane % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
          yield;
        }
        const stack = chunk.stacks[lane] as Stack;
        const index = indexOf.get(stack.key) ?? stacks.length;
        indexOf.set(stack.key, index);
        stacks[index] = stack;
        indexes[lane] = index;
      }
      this.indexes.push(indexes);
      yield;
    }
    return stacks;
  }

  /**
   * Walks over one column: for each row that has a profile, in order, the stacks whose value is another than at the row
   * before (0 before the first), and then `endRow`. `stacksSteps` comes first, and gives the indexes' meaning.
   */
  *walkSteps(
    column: HeapColumn,
    change: (stack: number, difference: number) => void,
    endRow: (row: number) => void
  ): Steps<void> {
    let last = new Float64Array(0);
    for (const [i, { at, chunk, from, to }] of this.slices.entries()) {
      const indexes = this.indexes[i] as Int32Array;
      const log = chunk.logOf(column);
      const size = indexes.reduce((most, index) => Math.max(most, index + 1), last.length);
      // By stack: where the chunk has not got to yet is 0, for it begins from zeros.
      const now = new Float64Array(size);
      const before = last;
      last = new Float64Array(size);
      last.set(before);
      let isFirst = true;
      for (let row = 0; row < to; row++) {
        const { profile } = chunk.rows[row] as HeapRow;
        if (profile < 0) {
          continue;
        }
        const named: number[] = [];
        log.read(profile, (lane, value) => {
          const index = indexes[lane] as number;
          now[index] = value;
          named.push(index);
        });
        if (row >= from) {
          // From what the range had come to, to what the chunk says: what is new, what is other, what is gone.
          yield* settleSteps(isFirst ? countUp(size) : named, last, now, change);
          isFirst = false;
          endRow(at + row - from);
        }
        yield;
      }
    }
  }
}

function* settleSteps(
  stacks: ArrayLike<number>,
  last: Float64Array,
  now: Float64Array,
  change: (stack: number, difference: number) => void
): Steps<void> {
  for (let i = 0; i < stacks.length; i++) {
    const stack = stacks[i] as number;
    const difference = (now[stack] as number) - (last[stack] as number);
    if (difference !== 0) {
      change(stack, difference);
      last[stack] = now[stack] as number;
    }
    if (i % CHANGES_PER_STEP === CHANGES_PER_STEP - 1) {
      yield;
    }
  }
}
