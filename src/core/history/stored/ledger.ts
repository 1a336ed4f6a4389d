import type { StackInterner } from '../../profile/interner';
import type { Scrape } from '../../scrape';
import type { MemoryHistory } from '../memory';
import { chunkData, type ChunkData } from './chunkData';
import { Tail, type RowData } from './tail';

/** What a scrape gives a store to write down. */
export interface Written {
  readonly row: RowData;
  /** The chunk that was full before it: it stands for its own rows, none of which is needed any more. */
  readonly chunk?: ChunkData;
}

/**
 * A history together with what a store has of it. The chunks of all that share a store are the same, whoever took the
 * scrapes: row 0 begins one.
 */
export class Ledger {
  private readonly tail: Tail;

  constructor(
    readonly history: MemoryHistory,
    private readonly interner: StackInterner
  ) {
    this.tail = new Tail(interner);
  }

  /** Takes a scrape in, as `MemoryHistory.append`, and tells what there is to write. */
  append(scrape: Scrape): Written {
    const { history } = this;
    // Others can follow only from the beginning of a chunk where this side has not followed them.
    const chunk = history.isChunkFull || !this.tail.isBegun ? history.closeChunk() : undefined;
    const afterMs = history.isChunkEmpty ? history.latest?.atMs : undefined;
    if (history.isChunkEmpty) {
      this.tail.begin();
    }
    history.append(scrape);
    return { row: { ...this.tail.write(scrape), afterMs }, chunk: chunk && chunkData(chunk) };
  }

  /**
   * Takes in a row that was written elsewhere; one that is not after the newest scrape is known already. Gives false
   * where it does not follow on what is known: rows before it are missing.
   *
   * @param isWhole nothing may be missing; else the first row of a chunk is taken whatever was before it
   * @throws StoredError where the row is damaged
   */
  follow(row: RowData, isWhole = false): boolean {
    const { history, tail } = this;
    if (history.latest && row.atMs <= history.latest.atMs) {
      return true;
    }
    if (isWhole && row.row === 0 && row.afterMs !== history.latest?.atMs) {
      return false;
    }
    const scrape = tail.read(row);
    if (!scrape) {
      return false;
    }
    if (row.row === 0) {
      history.closeChunk();
    }
    history.append(scrape);
    return true;
  }

  /** Ends the chunk that is being filled. Gives it; undefined where it has no row. */
  seal(): ChunkData | undefined {
    const chunk = this.history.closeChunk();
    return chunk && chunkData(chunk);
  }

  /** Takes in a chunk that lies before all that is held: see `MemoryHistory.adopt`. */
  adopt(chunk: ChunkData): boolean {
    return this.history.adopt(chunk, this.interner);
  }
}
