import { bytesPerGoroutine, untilBytes, untilLimit } from './forecast';
import { perLoad } from './perload';

describe('a forecast', () => {
  const pace = { perMinute: 2, low: 1, high: 4 };

  it('is what is left over the pace, with the interval turned round', () => {
    expect(untilLimit(100, 300, pace)).toEqual({ minutes: 100, earliest: 50, latest: 200 });
  });

  it('never comes where the pace may be none, and has come where the limit is reached', () => {
    expect(untilLimit(100, 300, { ...pace, low: -1 }).latest).toBe(Infinity);
    expect(untilLimit(300, 300, pace)).toEqual({ minutes: 0, earliest: 0, latest: 0 });
  });

  it('is of bytes at the bytes each takes', () => {
    expect(untilBytes(1e6, 2e6, pace, 8_000)).toEqual({ minutes: 62.5, earliest: 31.25, latest: 125 });
  });

  it('measures bytes per goroutine, gaps and outliers aside', () => {
    const goroutines = Float64Array.from({ length: 50 }, (_, i) => (i === 7 ? NaN : 100 + 3 * i));
    const bytes = goroutines.map((count, i) => (i === 20 ? 1e9 : 5e5 + 8_192 * count));
    expect(bytesPerGoroutine(goroutines, bytes)).toBeCloseTo(8_192, 6);
    expect(bytesPerGoroutine(Float64Array.of(5, 5), Float64Array.of(1, 2))).toBeNaN();
  });
});

describe('growth per load', () => {
  // The case it stands for: 3.77 goroutines per connection, later 5.96, while connections fell.
  it('sees the ratio rise while load falls', () => {
    const minutes = Float64Array.from({ length: 200 }, (_, i) => i);
    const load = minutes.map((minute) => 1_000 - 2 * minute);
    const counts = load.map((connections, i) => connections * (3.77 + ((5.96 - 3.77) * i) / 199));
    const { from, loadFrom, loadTo, perMinute, to } = perLoad(minutes, counts, load) ?? fail();
    expect(perMinute).toBeCloseTo((5.96 - 3.77) / 199, 9);
    expect(from).toBeCloseTo(3.9, 1);
    expect(to).toBeCloseTo(5.83, 1);
    expect(loadTo).toBeLessThan(loadFrom);
    expect((counts.at(-1) ?? 0) < (counts[0] ?? 0)).toBe(true);
  });

  it('passes over moments without load, and says nothing of a few', () => {
    const minutes = Float64Array.from({ length: 40 }, (_, i) => i);
    const counts = minutes.map((minute) => 2 * (minute + 1));
    const load = minutes.map((minute) => (minute % 2 ? minute + 1 : 0));
    expect(perLoad(minutes, counts, load)).toMatchObject({ from: 2, to: 2, perMinute: 0 });
    expect(perLoad(minutes.subarray(20), counts.subarray(20), load.subarray(20))).toBeUndefined();
  });
});

function fail(): never {
  throw new Error('nothing per load');
}
