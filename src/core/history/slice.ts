import type { Chunk } from './chunk';
import type { CountColumns } from './countColumns';
import type { RowOrigin } from './store';

/** Rows [from, to) of a chunk, with where they came from. */
export interface ChunkRows {
  readonly chunk: Chunk;
  readonly from: number;
  readonly to: number;
  readonly origin: RowOrigin;
  /** Whether the first row is of another process than the row before it in the range; undefined: as the chunk says. */
  readonly isRestart?: boolean;
}

/** Rows [from, to) of a chunk, which are the cells from `at` on of a range. */
export class Slice {
  private columns: CountColumns | undefined;

  constructor(
    readonly chunk: Chunk,
    readonly from: number,
    readonly to: number,
    readonly at: number
  ) {}

  /** One and the same at each call, whatever becomes of the chunk: its slots hold for good. */
  get counts(): CountColumns {
    this.columns ??= this.chunk.counts;
    return this.columns;
  }

  /** The profiles that these rows took are [firstProfile, endProfile) of the chunk. */
  get firstProfile(): number {
    return this.chunk.profilesBefore[this.from] as number;
  }

  get endProfile(): number {
    return this.chunk.profilesBefore[this.to] as number;
  }

  /**
   * Where cells [at, at + profiles) of a column hold one profile each, moves them to the rows that took them, and sets
   * NaN where none was taken.
   */
  spread(column: Float64Array): void {
    const { at, chunk, endProfile, firstProfile, from, to } = this;
    if (endProfile - firstProfile === to - from) {
      return;
    }
    // From the end, for a profile never stands behind its row.
    for (let row = to - 1; row >= from; row--) {
      const profile = chunk.profilesBefore[row] as number;
      const isTaken = (chunk.profilesBefore[row + 1] as number) > profile;
      column[at + row - from] = isTaken ? (column[at + profile - firstProfile] as number) : NaN;
    }
  }
}
