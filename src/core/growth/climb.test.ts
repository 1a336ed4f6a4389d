import { climbOf } from './climb';

const CELLS = 240;
const minutes = Float64Array.from({ length: CELLS }, (_, i) => i / 4);

/** A column through these counts at 0, 1/3, 2/3 and 1 of the window, straight in between. */
function through(...levels: readonly [number, number, number, number]): Float64Array {
  return minutes.map((_, i) => {
    const third = Math.min(2, Math.floor((3 * i) / CELLS));
    const share = (3 * i) / CELLS - third;
    return (levels[third] as number) * (1 - share) + (levels[third + 1] as number) * share;
  });
}

const climb = (column: Float64Array, starts = [0], slope = 0) => climbOf(minutes, column, starts, slope);

describe('a climb', () => {
  it('is steady where each third of the window is higher than the one before', () => {
    const { knots, lastShare, rise, steady } = climb(through(10, 40, 70, 100));
    expect(steady).toBe(true);
    expect(lastShare).toBeCloseTo(1 / 3, 2);
    // Knots are medians of eighths: their middles are 1/16 of the window from its ends.
    expect([...knots]).toEqual(
      [10, 40, 70, 100].map((_, i) => expect.closeTo(10 + 90 * (1 / 16 + (7 / 24) * i), -0.5))
    );
    expect(rise).toBeCloseTo(90, -0.5);
  });

  it.each<[string, [number, number, number, number]]>([
    ['falls in the first third', [50, 40, 75, 100]],
    ['stands still in the second third', [0, 60, 60, 100]],
    ['falls in the second third', [0, 60, 50, 100]],
    ['stands still in the last third', [0, 60, 100, 100]],
  ])('is not where it %s', (_, levels) => {
    expect(climb(through(...levels)).steady).toBe(false);
  });

  it('still grows at the end: by more than a tenth of all that was won', () => {
    // The last knots lie a little inside the window, which takes some of the last third away.
    const last = (share: number) => climb(through(0, 50 * (1 - share), 100 * (1 - share), 100));
    expect(last(0.05).lastShare).toBeGreaterThan(0.05);
    expect(last(0.05).lastShare).toBeLessThan(0.1);
    expect(last(0.05).steady).toBe(false);
    expect(last(0.15).lastShare).toBeGreaterThan(0.1);
    expect(last(0.15).steady).toBe(true);
  });

  it('takes no restart for a fall', () => {
    const reset = minutes.map((minute, i) => 2 * minute - (i >= 150 ? 75 : 0));
    expect(climb(reset, [0, 150], 2).steady).toBe(true);
    expect(climb(reset, [0, 150], 2).rise).toBeCloseTo(120, -0.5);
  });
});
