/** @jest-environment node */
import { PackedColumn } from './packedColumn';

const column = (length: number, at: (row: number) => number) => Float64Array.from({ length }, (_, row) => at(row));

function check(values: Float64Array): number {
  const packed = PackedColumn.pack(values);
  const read = new Float64Array(values.length);
  packed.copy(0, values.length, read, 0);
  expect(read).toEqual(values);
  const part = new Float64Array(7).fill(-5);
  packed.copy(2, 5, part, 3);
  expect([...part]).toEqual([-5, -5, -5, ...values.subarray(2, 5), -5]);
  return packed.byteLength;
}

it('is exact, and small where numbers are whole and near each other', () => {
  const dense = check(column(256, (row) => Math.sqrt(row)));
  expect(check(column(256, () => 5))).toBeLessThan(dense / 30);
  const pages = check(column(256, (row) => 1e9 + 4096 * ((row * 37) % 250)));
  const words = check(column(256, (row) => 1e9 + ((row * 3701) % 60_000)));
  const large = check(column(256, (row) => 1e15 + ((row * 37_000_001) % 4e9)));
  expect(dense - pages).toBe(256 * 7);
  expect(dense - words).toBe(256 * 6);
  expect(dense - large).toBe(256 * 4);
  expect(check(column(256, (row) => row * 2 ** 33 + (row % 2)))).toBe(dense);
});

it.each([
  ['cells without a value', (row: number) => (row % 3 ? row : NaN)],
  ['one value and nothing else', (row: number) => (row === 3 ? 7 : NaN)],
  ['nothing', () => NaN],
  ['the edge of a byte', (row: number) => (row === 0 ? 0 : row === 1 ? 1 : 254)],
  ['beyond it', (row: number) => (row === 0 ? 0 : row === 1 ? 1 : 255)],
  ['the edge of two bytes', (row: number) => (row === 0 ? 0 : row === 1 ? 1 : 65_535)],
  ['the edge of four bytes', (row: number) => (row === 0 ? 0 : row === 1 ? 1 : 2 ** 32 - 1)],
  ['numbers below 0', (row: number) => -row * 3],
  ['-0', (row: number) => (row === 2 ? -0 : 1)],
  ['infinities', (row: number) => (row === 2 ? Infinity : -Infinity)],
  ['more than a double counts', (row: number) => 1.7e18 + row * 4096],
  ['the whole span', (row: number) => (row % 2 ? -1 : 1) * Number.MAX_SAFE_INTEGER + (row === 4 ? 1 : 0)],
  ['a span that no double holds', (row: number) => (row % 2 ? -Number.MAX_SAFE_INTEGER : Number.MAX_SAFE_INTEGER - 1)],
  ['2^53', (row: number) => 2 ** 53 - row],
])('%s', (_, at) => {
  check(column(10, at));
});
