import { LONGEST_MS } from './pace';
import { ProfilePace } from './paceProfile';
import { Spending } from './spending';

const SET = 15_000;
const NOW = 1_700_000_000_000;
/** 4 µs a goroutine, 1 %: 2,500 goroutines a second, 37,500 an interval. */
const paceOf = () => new ProfilePace(SET, new Spending(), () => 0.01);

test('looks first while nothing is known, and then where each round cannot afford a profile', () => {
  const pace = paceOf();
  expect(pace.looksFirst).toBe(true);
  pace.putOffMs(30, NOW);
  expect(pace.looksFirst).toBe(false);
  pace.taken(37_000, NOW);
  expect(pace.looksFirst).toBe(false);
  pace.taken(38_000, NOW + SET);
  expect(pace.looksFirst).toBe(true);
});

test('the first one is taken where five minutes pay for it, and else put off for the rest', () => {
  expect(paceOf().putOffMs(700_000, NOW)).toBe(0);
  const pace = paceOf();
  // 4 s at 1 % are 400 s, of which 300 are saved up.
  expect(pace.putOffMs(1_000_000, NOW)).toBe(100_000);
  expect(pace.hasTaken).toBe(false);
  expect(pace.putOffMs(1_000_000, NOW + 100_000)).toBe(0);
});

test('grown from 40,000 to 100,000 goroutines: put off until 40 s after the last', () => {
  const pace = paceOf();
  pace.taken(40_000, NOW);
  expect(pace.hasTaken).toBe(true);
  expect(pace.putOffMs(100_000, NOW + 16_000)).toBe(24_000);
  expect(pace.putOffMs(100_000, NOW + 40_000)).toBe(0);
  // A little too early is no reason to look once more.
  expect(pace.putOffMs(100_000, NOW + 39_000)).toBe(0);
});

test('no guess puts off for more than five minutes at a time', () => {
  const pace = paceOf();
  pace.taken(40_000, NOW);
  expect(pace.putOffMs(1e9, NOW + SET)).toBe(LONGEST_MS);
});

test('a clock that was set back puts nothing off', () => {
  const pace = paceOf();
  pace.taken(100_000, NOW);
  expect(pace.putOffMs(100_000, NOW - 3_600_000)).toBe(0);
});
