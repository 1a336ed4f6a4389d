/** @jest-environment node */
import { ByteReader, ByteWriter } from './bytes';
import { Changes, CHUNK_ROWS, writeChange, writeEnd } from './runs';

const EDGES = [0, 1, 127, 128, 16383, 16384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53];

it('varints are exact to 2^53, in 8 bytes at most', () => {
  const writer = new ByteWriter();
  for (const value of EDGES) {
    const before = writer.length;
    writer.reserve(8);
    writer.varint(value);
    expect(writer.length - before).toBeLessThanOrEqual(8);
  }
  const reader = new ByteReader(writer.written);
  expect(EDGES.map(() => reader.varint())).toEqual(EDGES);
  expect(reader.at).toBe(writer.length);
});

it('a buffer grows by steps and keeps what it has', () => {
  const writer = new ByteWriter();
  for (let i = 0; i < 100_000; i++) {
    writer.reserve(1);
    writer.byte(i & 255);
  }
  expect(writer.written.every((byte, i) => byte === (i & 255))).toBe(true);
  expect(writer.byteLength).toBeLessThan(1.3 * writer.length);
});

/** Writes counts, one a profile, as changes; and reads them back. */
function pack(counts: readonly number[]) {
  const writer = new ByteWriter();
  let [before, at] = [0, -1];
  counts.forEach((count, profile) => {
    if (count !== before) {
      writer.reserve(16);
      writeChange(writer, profile - at - 1, count - before);
      [before, at] = [count, profile];
    }
  });
  const bytes = writer.length;
  writeEnd(writer);
  const changes = new Changes();
  changes.read(writer.written, 0, bytes);
  const read = new Array<number>(counts.length).fill(0);
  for (let i = 0; i < changes.length; i++) {
    read.fill(changes.count[i] as number, changes.at[i]);
  }
  return { read, bytes };
}

it.each([1, -1, 2, -2, 6, -6, 7, -7, 8, -8, 9, -9, 500, -500, 2 ** 31, -(2 ** 31), 2 ** 53 - 1000, -(2 ** 53 - 1000)])(
  'a step of %p',
  (step) => {
    const from = step < 0 ? 2 ** 53 : 1000;
    expect(pack([from, from, from + step, from + step]).read).toEqual([from, from, from + step, from + step]);
  }
);

it.each([0, 1, 13, 14, 15, 16, 100, CHUNK_ROWS - 2])('%p profiles without a change', (gap) => {
  const counts = [3, ...new Array<number>(gap).fill(3), 4];
  expect(pack(counts).read).toEqual(counts);
  const late = [...new Array<number>(gap + 1).fill(0), 9];
  expect(pack(late).read).toEqual(late);
});

it('the whole span of a double that is exact, up and down', () => {
  const counts = [2 ** 53, 0, 2 ** 53 - 1, 2 ** 53, 1, 2 ** 53 - 1, 2 ** 53 - 2, 0];
  expect(pack(counts).read).toEqual(counts);
});

it('takes a byte a change where steps are small and near', () => {
  expect(pack([1, 2, 3, 5, 5, 5, 12, 5]).bytes).toBe(6);
  expect(pack([8]).bytes).toBe(2);
  expect(pack([]).bytes).toBe(0);
});
