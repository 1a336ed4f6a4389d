/** @jest-environment node */
import { PairInterner } from './pairs';

it('numbers pairs in order of first sight, whatever it was told to expect', () => {
  for (const capacity of [1, 10, 5000]) {
    const pairs = new PairInterner(capacity);
    const known = new Map<string, number>();
    let seed = 7;
    // So few that most come again, whenever they came first.
    const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) | 0) >> 26;
    for (let i = 0; i < 20_000; i++) {
      const [a, b] = [next(), next()];
      const expected = known.get(`${a},${b}`) ?? known.size;
      known.set(`${a},${b}`, expected);
      expect(pairs.intern(a, b)).toBe(expected);
    }
    expect(pairs.length).toBe(known.size);
  }
});

it('takes all of 32 bits, with or without a sign', () => {
  const pairs = new PairInterner();
  expect([
    pairs.intern(0, 0),
    pairs.intern(0, -1),
    pairs.intern(-1, 0),
    pairs.intern(0x80000000, 1),
    pairs.intern(-0x80000000, 1),
    pairs.intern(0xffffffff, 0),
  ]).toEqual([0, 1, 2, 3, 3, 2]);
});
