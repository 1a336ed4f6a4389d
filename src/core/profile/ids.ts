import { Uint32Column } from './columns';

const TWO_32 = 4294967296;

/** 64-bit ids as two 32-bit columns: exact, and half the cost of BigInts. */
export class IdColumn {
  readonly lo = new Uint32Column();
  readonly hi = new Uint32Column();

  push(lo: number, hi: number): void {
    this.lo.push(lo);
    this.hi.push(hi);
  }

  /** From id to row. */
  index(): IdIndex {
    return IdIndex.ofColumns(this.lo.finish(), this.hi.finish());
  }
}

/** An id as a person reads it, exact at any size. */
export function idText(lo: number, hi: number): string {
  return hi === 0 ? String(lo) : ((BigInt(hi) << 32n) | BigInt(lo)).toString();
}

/** Ids that take one or two bytes as a varint: a table has a cell for each, so that they need no check of bounds. */
const TWO_BYTE_IDS = 1 << 14;

/**
 * From id to row. Go numbers from 1 without holes, so a table does; other producers use addresses or hashes, some
 * beyond 2^53 where a number would merge two ids, so those are kept as BigInts.
 */
export class IdIndex {
  static of(ids: readonly bigint[]): IdIndex {
    const column = new IdColumn();
    ids.forEach((id) => column.push(Number(id & 0xffffffffn), Number(id >> 32n)));
    return column.index();
  }

  /** Of two rows with the same id the last one wins; checkValid refuses such a profile. */
  static ofColumns(lo: Uint32Array, hi: Uint32Array): IdIndex {
    let max = 0;
    for (let row = 0; row < lo.length; row++) {
      max = Math.max(max, (hi[row] as number) * TWO_32 + (lo[row] as number));
    }
    if (lo.length > 0 && max <= lo.length * 4 + 1024) {
      const dense = emptyTable(max + 1);
      for (let row = 0; row < lo.length; row++) {
        dense[lo[row] as number] = row;
      }
      return new IdIndex(dense, max + 1, undefined);
    }
    const sparse = new Map<number | bigint, number>();
    for (let row = 0; row < lo.length; row++) {
      sparse.set(mapKey(lo[row] as number, hi[row] as number), row);
    }
    return new IdIndex(undefined, 0, sparse);
  }

  /** Of rows by id, -1 for none, which are copied. */
  static ofRows(rows: Int32Array): IdIndex {
    const dense = emptyTable(rows.length);
    dense.set(rows);
    return new IdIndex(dense, rows.length, undefined);
  }

  private constructor(
    /** By id: the row, -1 for none. Undefined where the ids are not dense. */
    readonly dense: Int32Array | undefined,
    /** How many cells of that table are in use: one more than the greatest id. */
    readonly inUse: number,
    private readonly sparse: Map<number | bigint, number> | undefined
  ) {}

  /** The row with that id, -1 where there is none. */
  row(lo: number, hi: number): number {
    if (this.dense) {
      return hi === 0 ? (this.dense[lo] ?? -1) : -1;
    }
    return this.sparse?.get(mapKey(lo, hi)) ?? -1;
  }
}

function emptyTable(cells: number): Int32Array {
  return new Int32Array(Math.max(cells, TWO_BYTE_IDS)).fill(-1);
}

function mapKey(lo: number, hi: number): number | bigint {
  return hi < 0x200000 ? hi * TWO_32 + lo : (BigInt(hi) << 32n) | BigInt(lo);
}
