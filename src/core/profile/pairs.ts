/** Numbers pairs of integers of 32 bits in order of first sight. Open addressing over a table of number + 1. */
export class PairInterner {
  length = 0;
  private first: Int32Array;
  private second: Int32Array;
  private table: Int32Array;

  /** @param capacity how many pairs to expect; more may come. */
  constructor(capacity = 64) {
    this.first = new Int32Array(capacity);
    this.second = new Int32Array(capacity);
    this.table = new Int32Array(2 ** Math.max(4, 33 - Math.clz32(capacity)));
  }

  intern(a: number, b: number): number {
    const { first, second, table } = this;
    const mask = table.length - 1;
    for (let slot = hashPair(a, b) & mask; ; slot = (slot + 1) & mask) {
      const number = (table[slot] as number) - 1;
      if (number < 0) {
        return this.add(slot, a, b);
      }
      if (first[number] === (a | 0) && second[number] === (b | 0)) {
        return number;
      }
    }
  }

  private add(slot: number, a: number, b: number): number {
    this.table[slot] = this.length + 1;
    this.first[this.length] = a;
    this.second[this.length] = b;
    this.length++;
    if (this.length === this.first.length) {
      this.grow();
    }
    return this.length - 1;
  }

  private grow(): void {
    const grown = (column: Int32Array) => {
      const larger = new Int32Array(column.length * 2);
      larger.set(column);
      return larger;
    };
    this.first = grown(this.first);
    this.second = grown(this.second);
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (const entry of this.table) {
      if (entry !== 0) {
        let slot = hashPair(this.first[entry - 1] as number, this.second[entry - 1] as number) & mask;
        while (table[slot] !== 0) {
          slot = (slot + 1) & mask;
        }
        table[slot] = entry;
      }
    }
    this.table = table;
  }
}

function hashPair(a: number, b: number): number {
  let h = Math.imul(a ^ (a >>> 15), 0x9e3779b1) ^ Math.imul(b ^ (b >>> 13), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  return h ^ (h >>> 13);
}
