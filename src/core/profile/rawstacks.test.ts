/** @jest-environment node */
import { RawStacks } from './rawstacks';

it('tells stacks apart by their bytes where their hashes are the same', () => {
  // 300,000 stacks of one length: some ten pairs share all 32 bits of the hash.
  const stacks = new RawStacks();
  const bytes = new Uint8Array(8);
  const words = new Uint32Array(bytes.buffer);
  let seed = 1;
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0);
  const drawn = Array.from({ length: 300_000 }, (_, i) => [next() ^ (next() >>> 16), i] as const);
  const intern = ([a, b]: readonly [number, number]) => {
    words[0] = a;
    words[1] = b;
    return stacks.intern(bytes, 0, 8, 0);
  };
  expect(drawn.every((item, i) => intern(item) === i)).toBe(true);
  expect(drawn.every((item, i) => intern(item) === i)).toBe(true);
  expect(stacks.length).toBe(drawn.length);
});

it('takes the same bytes from anywhere, and no others for the same', () => {
  const stacks = new RawStacks();
  const source = Uint8Array.of(1, 2, 3, 1, 2, 3, 0, 1, 2);
  expect(stacks.intern(source, 0, 3, 0)).toBe(0);
  expect(stacks.intern(source, 3, 6, 5)).toBe(0);
  expect(stacks.intern(source, 7, 9, 5)).toBe(1);
  expect(stacks.intern(source, 0, 0, 9)).toBe(2);
  expect(stacks.intern(source, 0, 1, 9)).toBe(3);
  const { bytes, ends, offsets } = stacks.finish();
  expect([...bytes]).toEqual([1, 2, 3, 1, 2, 1]);
  expect([...ends]).toEqual([3, 5, 5, 6]);
  expect([...offsets]).toEqual([0, 5, 9, 9]);
});
