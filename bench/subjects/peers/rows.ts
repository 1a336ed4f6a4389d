/** Rows by id: an array while ids are dense, as Go makes them, and a map otherwise. */
export class RowsById {
  private readonly dense: Int32Array;
  private readonly sparse = new Map<number, number>();

  constructor(count: number) {
    this.dense = new Int32Array(count * 2 + 16).fill(-1);
  }

  set(id: number, row: number): void {
    if (id < this.dense.length) {
      this.dense[id] = row;
    } else {
      this.sparse.set(id, row);
    }
  }

  get(id: number): number {
    const row = id < this.dense.length ? (this.dense[id] as number) : (this.sparse.get(id) ?? -1);
    if (row < 0) {
      throw new Error(`nothing has the id ${id}`);
    }
    return row;
  }
}
