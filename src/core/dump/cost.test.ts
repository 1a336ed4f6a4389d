/** @jest-environment node */
import { dumpCost, MOST_UNCONFIRMED } from './cost';

it('is of the order of what was measured with Go 1.26.8, as the docstring says', () => {
  for (const [goroutines, ms, bytes] of [
    [1_000, 8, 562_670],
    [10_000, 185, 5_636_268],
    [50_000, 1_320, 28_230_056],
    [100_000, 3_300, 56_610_241],
  ] as const) {
    const cost = dumpCost(goroutines);
    expect(cost.stallMs / ms).toBeGreaterThan(0.75);
    expect(cost.stallMs / ms).toBeLessThan(1.4);
    expect(Math.abs(cost.bytes / bytes - 1)).toBeLessThan(0.01);
  }
});

it('never falls as the goroutines grow, and ends where the runtime gives up', () => {
  let last = dumpCost(0);
  expect(last).toEqual({ stallMs: 0, bytes: 0 });
  for (let goroutines = 500; goroutines < 1_000_000; goroutines += 500) {
    const cost = dumpCost(goroutines);
    expect(cost.stallMs >= last.stallMs && cost.bytes >= last.bytes).toBe(true);
    last = cost;
  }
  expect(last.bytes).toBe(64 * 2 ** 20);
  expect(last).toEqual(dumpCost(10_000_000));
});

it('asks for a confirmation above 10,000', () => {
  expect(MOST_UNCONFIRMED).toBe(10_000);
});
