/** @jest-environment node */
import { readText } from '../../../testdata/helpers/captures';
import { dumpCost, MOST_UNCONFIRMED } from './cost';
import { CUT_AT_BYTES } from './parse';

describe('dumpCost', () => {
  it('is what was measured', () => {
    // docs/performance.md's goroutines of 9 frames: 10,000 take about 200 ms and 5 MB, 100,000 four seconds and 50 MB.
    expect(dumpCost(10_000)).toEqual({ stallMs: 220, bytes: 5_630_000 });
    expect(dumpCost(100_000)).toEqual({ stallMs: 3920, bytes: 56_300_000 });
    expect(dumpCost(0)).toEqual({ stallMs: 0, bytes: 0 });
    expect(dumpCost(-1)).toEqual({ stallMs: 0, bytes: 0 });
  });

  it('grows with the goroutines, and the stall faster, until the runtime gives up at 64 MiB', () => {
    const costs = [500, 1000, 5000, 10_000, 30_000, 50_000, 75_000, 100_000].map((count) => ({
      count,
      ...dumpCost(count),
    }));
    for (const [i, { count, stallMs, bytes }] of costs.entries()) {
      const before = costs[i - 1] ?? { count: 0, stallMs: 0, bytes: 0 };
      expect(stallMs / count).toBeGreaterThanOrEqual(before.count === 0 ? 0 : before.stallMs / before.count);
      expect(bytes).toBeGreaterThan(before.bytes);
    }
    expect(dumpCost(1e6)).toEqual(dumpCost(500_000));
    expect(dumpCost(1e6).bytes).toBe(CUT_AT_BYTES);
  });

  it('is of the size of real dumps', () => {
    const text = readText('captures/vm.goroutine.d2');
    const { bytes } = dumpCost(text.match(/^goroutine \d+ \[/gm)?.length ?? 0);
    expect(text.length / bytes).toBeGreaterThan(0.5);
    expect(text.length / bytes).toBeLessThan(2);
  });

  it('is below a second where nobody is asked', () => {
    expect(MOST_UNCONFIRMED).toBe(10_000);
    expect(dumpCost(MOST_UNCONFIRMED).stallMs).toBeLessThan(1000);
  });
});
