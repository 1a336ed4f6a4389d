import { ARRAY_BYTES, OBJECT_BYTES } from './size';

/**
 * A column of a closed chunk. Whole numbers, as nearly all memory fields are, become a multiple of their greatest
 * common step above the least (frame of reference): sizes that move by pages within some hundred megabytes need two
 * bytes a cell, a field that never moves needs none. What does not fit that stays as it is. Exact either way.
 */
export class PackedColumn {
  constructor(
    readonly base: number,
    readonly step: number,
    /** The highest code stands for NaN. Undefined where every cell is `base`. */
    readonly codes: Uint8Array | Uint16Array | Uint32Array | Float64Array | undefined
  ) {}

  static pack(column: Float64Array): PackedColumn {
    const told = column.filter((value) => !Number.isNaN(value));
    const isWhole = told.every((value) => Number.isSafeInteger(value) && !Object.is(value, -0));
    if (told.length === 0 || !isWhole) {
      return new PackedColumn(0, 1, column.slice());
    }
    const base = told.reduce((least, value) => Math.min(least, value));
    const greatest = told.reduce((most, value) => Math.max(most, value));
    const step = told.reduce((divisor, value) => commonDivisor(value - base, divisor), 0) || 1;
    const codes = codesFor((greatest - base) / step, column.length);
    if (!codes || !Number.isSafeInteger(greatest - base)) {
      return new PackedColumn(0, 1, column.slice());
    }
    if (greatest === base && told.length === column.length) {
      return new PackedColumn(base, step, undefined);
    }
    const missing = missingCode(codes);
    column.forEach((value, row) => (codes[row] = Number.isNaN(value) ? missing : (value - base) / step));
    return new PackedColumn(base, step, codes);
  }

  get byteLength(): number {
    return OBJECT_BYTES + (this.codes ? this.codes.byteLength + ARRAY_BYTES : 0);
  }

  /** Rows [from, to) into `target` at `at`. */
  copy(from: number, to: number, target: Float64Array, at: number): void {
    const { base, codes, step } = this;
    if (!codes) {
      target.fill(base, at, at + to - from);
    } else if (codes instanceof Float64Array) {
      target.set(codes.subarray(from, to), at);
    } else {
      const missing = missingCode(codes);
      for (let row = from; row < to; row++) {
        const code = codes[row] as number;
        target[at + row - from] = code === missing ? NaN : base + code * step;
      }
    }
  }
}

/** The narrowest that holds codes from 0 to `greatest` and one more for NaN. */
function codesFor(greatest: number, length: number): Uint8Array | Uint16Array | Uint32Array | undefined {
  if (greatest < 0xff) {
    return new Uint8Array(length);
  }
  if (greatest < 0xffff) {
    return new Uint16Array(length);
  }
  return greatest < 0xffffffff ? new Uint32Array(length) : undefined;
}

function missingCode(codes: Uint8Array | Uint16Array | Uint32Array): number {
  return 2 ** (8 * codes.BYTES_PER_ELEMENT) - 1;
}

function commonDivisor(a: number, b: number): number {
  let [greater, less] = [a, b];
  while (less > 0) {
    [greater, less] = [less, greater % less];
  }
  return greater;
}
