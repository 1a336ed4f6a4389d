import type { Asking } from '../client/client';
import { Spending } from './spending';

const asking = (endpoint: Asking['endpoint'], durationMs: number, more: Partial<Asking> = {}): Asking => ({
  endpoint,
  durationMs,
  bytes: 10_000,
  status: 200,
  ...more,
});
const profile = (durationMs: number) => asking('goroutine', durationMs);

test('before the way is known, all of the time is the program’s', () => {
  expect(new Spending().of([profile(450), asking('metrics', 52)])).toBe(502);
});

test('the way there and back is what the quickest small memory answer took', () => {
  const spending = new Spending();
  spending.see([asking('metrics', 80), profile(450)], 100_000);
  spending.see([asking('metrics', 50), profile(450)], 100_000);
  spending.see([asking('metrics', 95), profile(450)], 100_000);
  expect(spending.wayMs).toBe(50);
  expect(spending.of([asking('metrics', 52), profile(450)])).toBe(402);
  expect(spending.of([profile(40)])).toBe(0);
});

test('a path that is not served tells the way, too; what is large, dear or no answer does not', () => {
  const spending = new Spending();
  spending.see(
    [
      // A tiny profile of 100,000 goroutines in one stack: its size says nothing about its price.
      profile(20),
      asking('heap text', 10),
      asking('metrics', 30, { bytes: 1_000_000 }),
      asking('expvar', 15, { status: 502 }),
      asking('expvar', 15, { status: undefined }),
    ],
    100
  );
  expect(spending.wayMs).toBe(0);
  spending.see([asking('expvar', 40, { status: 404, bytes: 19 })], undefined);
  expect(spending.wayMs).toBe(40);
});

test('a slower network is not charged for for ever', () => {
  const spending = new Spending();
  spending.see([asking('metrics', 10)], undefined);
  for (let round = 0; round < 20; round++) {
    spending.see([asking('metrics', 110)], undefined);
  }
  expect(spending.wayMs).toBe(110);
});

describe('the guess', () => {
  test('4 µs a goroutine until some thousand were seen', () => {
    const spending = new Spending();
    spending.see([asking('metrics', 5), profile(45)], 30);
    expect(spending.guess(100_000)).toBeCloseTo(400);
  });

  test('then what a goroutine took when it took least', () => {
    const spending = new Spending();
    spending.see([asking('metrics', 5), profile(105)], 10_000);
    spending.see([asking('metrics', 5), profile(905)], 10_000);
    expect(spending.guess(100_000)).toBeCloseTo(1000);
  });
});
