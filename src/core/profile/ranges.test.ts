/** @jest-environment node */
import { RangeInterner } from './ranges';

it('tells ranges apart by their bytes where their hashes are the same', () => {
  // 300,000 ranges of one length: some ten pairs share all 32 bits of the hash.
  const count = 300_000;
  const bytes = new Uint8Array(8 * count);
  const words = new Uint32Array(bytes.buffer);
  let seed = 1;
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0);
  for (let i = 0; i < count; i++) {
    words[2 * i] = next() ^ (next() >>> 16);
    words[2 * i + 1] = i;
  }
  const ranges = new RangeInterner(bytes);
  const numbers = () => Array.from({ length: count }, (_, i) => ranges.intern(8 * i, 8 * i + 8, 0));
  expect(numbers().every((number, i) => number === i)).toBe(true);
  expect(numbers().every((number, i) => number === i)).toBe(true);
  expect(ranges.length).toBe(count);
});

describe('the same bytes', () => {
  // Every length up to 40, so that each has a whole number of words, or a rest, or is shorter than a word.
  const lengths = Array.from({ length: 41 }, (_, i) => i);

  it.each(lengths)('%i of them, from anywhere, are one range; any other byte makes another', (length) => {
    const content = Uint8Array.from({ length }, (_, i) => (i * 37 + 11) & 0xff);
    const bytes = new Uint8Array(3 + length + 1 + length * (length + 1));
    bytes.set(content, 3);
    for (let copy = 0; copy <= length; copy++) {
      const at = 4 + length + copy * length;
      bytes.set(content, at);
      if (copy < length) {
        bytes[at + copy]! ^= 0x40;
      }
    }
    const ranges = new RangeInterner(bytes);
    expect(ranges.intern(3, 3 + length, 7)).toBe(0);
    for (let copy = 0; copy < length; copy++) {
      const at = 4 + length + copy * length;
      expect(ranges.intern(at, at + length, 9)).toBe(copy + 1);
    }
    const last = 4 + length + length * length;
    expect(ranges.intern(last, last + length, 9)).toBe(0);
    expect(ranges.internJoined(content, length, 9)).toBe(0);
    expect(ranges.at(0)).toMatchObject({ start: 3, end: 3 + length, offset: 7 });
  });
});

it('takes in joined bytes, which are found again from anywhere', () => {
  const bytes = Uint8Array.of(9, 1, 2, 0x83, 1);
  const ranges = new RangeInterner(bytes);
  const joined = Uint8Array.of(1, 2, 0x83, 1, 99);
  expect(ranges.internJoined(joined, 4, 5)).toBe(0);
  expect(ranges.internJoined(joined, 3, 6)).toBe(1);
  expect(ranges.intern(1, 5, 7)).toBe(0);
  expect(ranges.intern(1, 4, 8)).toBe(1);
  expect(ranges.internJoined(joined, 5, 8)).toBe(2);
  const { source, start, end, offset } = ranges.at(0);
  expect([...source.subarray(start, end)]).toEqual([1, 2, 0x83, 1]);
  expect(offset).toBe(5);
});
