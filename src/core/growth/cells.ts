import type { Segment } from './segments';

/** More points than this tell nothing that these do not, and pairs grow with the square. */
export const MOST_CELLS = 240;
/** A run of fewer cells is left out: neither its noise nor its slope can be told. */
const LEAST_CELLS = 8;

/**
 * Rows put together to at most `MOST_CELLS` cells (about), none across a cut. All columns of a range share one of these.
 */
export interface Cells {
  /** Cell c is of rows `from[c]` (included) to `to[c]` (not included) of the range's columns. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The middle of each cell, in minutes after the first row. */
  readonly minutes: Float64Array;
  /** The first cell of each run of cells without a cut, ascending from 0. */
  readonly starts: readonly number[];
  /** Rows in a cell. */
  readonly size: number;
}

/**
 * `rows[i]` is the row of the range's columns that the i-th usable scrape has (those with a goroutine profile), `times`
 * when it was (ms); `segments` are of these. Cells are laid from the end of a run, so that the newest scrape is in one.
 */
export function cellsOf(rows: ArrayLike<number>, times: ArrayLike<number>, segments: readonly Segment[]): Cells {
  const usable = segments.reduce((sum, { from, to }) => sum + to - from, 0);
  const size = Math.max(1, Math.ceil(usable / MOST_CELLS));
  const from: number[] = [];
  const to: number[] = [];
  const minutes: number[] = [];
  const starts: number[] = [];
  for (const segment of segments) {
    const count = Math.floor((segment.to - segment.from) / size);
    if (count < LEAST_CELLS) {
      continue;
    }
    starts.push(from.length);
    for (let cell = 0; cell < count; cell++) {
      const first = segment.to - (count - cell) * size;
      const last = first + size - 1;
      from.push(rows[first] as number);
      to.push((rows[last] as number) + 1);
      minutes.push(((times[first] as number) + (times[last] as number)) / 2 / 60_000);
    }
  }
  const origin = (times[0] ?? 0) / 60_000;
  return {
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    minutes: Float64Array.from(minutes, (minute) => minute - origin),
    starts,
    size,
  };
}

/** The least count of each cell: a burst within a cell is no level. Rows without a profile (NaN) are passed over. */
export function cellMinima(column: Float64Array, { from, to }: Cells): Float64Array {
  const minima = new Float64Array(from.length);
  for (let cell = 0; cell < from.length; cell++) {
    let least = Infinity;
    const end = to[cell] as number;
    for (let row = from[cell] as number; row < end; row++) {
      const count = column[row] as number;
      if (count < least) {
        least = count;
      }
    }
    minima[cell] = least;
  }
  return minima;
}

/** The mean of each cell, for a series of load; NaN rows are passed over, NaN where a cell has no others. */
export function cellMeans(column: Float64Array, { from, to }: Cells): Float64Array {
  return Float64Array.from(from, (first, cell) => {
    let sum = 0;
    let length = 0;
    for (let row = first; row < (to[cell] as number); row++) {
      const value = column[row] as number;
      if (!Number.isNaN(value)) {
        sum += value;
        length++;
      }
    }
    return length > 0 ? sum / length : NaN;
  });
}

/** Where each run of cells begins and ends. */
export function runsOf(starts: readonly number[], length: number): Array<{ from: number; to: number }> {
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? length }));
}

/** The runs that are left from `cell` on, counted from there. */
export function startsFrom(starts: readonly number[], cell: number): number[] {
  return [0, ...starts.filter((start) => start > cell).map((start) => start - cell)];
}

/** The longest run, in minutes from its first cell to its last. */
export function longestSpan(minutes: Float64Array, starts: readonly number[]): number {
  return runsOf(starts, minutes.length).reduce(
    (most, { from, to }) => Math.max(most, (minutes[to - 1] as number) - (minutes[from] as number)),
    0
  );
}
