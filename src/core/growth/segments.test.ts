import { seeded } from '../history/testing';
import { segmentsOf } from './segments';
import { timesOf } from './testing';

const plain = (times: Float64Array, options = {}) => segmentsOf(times, { warmUpMs: 0, ...options });

describe('segments', () => {
  it('is one without events', () => {
    expect(segmentsOf(timesOf(50, 15_000))).toEqual({ segments: [{ from: 0, to: 50 }], gaps: [], intervalMs: 15_000 });
  });

  it('is none of nothing', () => {
    expect(segmentsOf(new Float64Array(0)).segments).toEqual([]);
    expect(segmentsOf(timesOf(1, 1)).segments).toEqual([{ from: 0, to: 1 }]);
  });

  it('cuts at restarts, at deploys and at late scrapes', () => {
    const times = timesOf(40, 15_000).map((ms, i) => ms + (i >= 30 ? 45_001 : 0));
    const deploys = [(times[20] ?? 0) - 7_000];
    expect(plain(times, { restarts: [10], deploys })).toMatchObject({
      segments: [
        { from: 0, to: 10 },
        { from: 10, to: 20 },
        { from: 20, to: 30 },
        { from: 30, to: 40 },
      ],
      gaps: [30],
    });
  });

  it('takes no scrape for late that is late by three intervals, nor by five seconds', () => {
    const late = (intervalMs: number, step: number) =>
      plain(timesOf(20, intervalMs).map((ms, i) => ms + (i >= 9 ? step - intervalMs : 0))).gaps;
    expect(late(15_000, 45_000)).toEqual([]);
    expect(late(15_000, 45_001)).toEqual([9]);
    expect(late(1_000, 5_000)).toEqual([]);
    expect(late(1_000, 5_001)).toEqual([9]);
  });

  it('takes no scrape for late that was to come late, and one for late that was to come sooner', () => {
    const random = seeded(4);
    for (let run = 0; run < 200; run++) {
      const intervals = Float64Array.from({ length: 30 }, () =>
        random(3) ? 15_000 : [1_000, 60_000, NaN][random(3)]!
      );
      let atMs = 0;
      const steps = [...intervals].map((ms) => (ms || 15_000) * [1, 1, 2, 3.5][random(4)]!);
      const times = Float64Array.from(steps, (step) => (atMs += step));
      const usual = steps.slice(1).sort((a, b) => a - b);
      // The median, taken as the middle of all or of the two in the middle.
      const median = (usual[14]! + usual[usual.length - 15]!) / 2;
      const late = [...intervals.keys()].filter((row) => {
        const due = Number.isNaN(intervals[row]) ? median : intervals[row]!;
        return row > 0 && steps[row]! > 3 * due && steps[row]! > 5_000;
      });
      expect(plain(times, { intervals }).gaps).toEqual(late);
    }
  });

  it('drops the warm-up after restarts and deploys, not after gaps', () => {
    const times = timesOf(60, 10_000).map((ms, i) => ms + (i >= 40 ? 100_000 : 0));
    expect(segmentsOf(times, { restarts: [20] }).segments).toEqual([
      { from: 0, to: 20 },
      { from: 26, to: 40 },
      { from: 40, to: 60 },
    ]);
    expect(segmentsOf(timesOf(60, 2_000), { restarts: [5] }).segments).toEqual([
      { from: 0, to: 5 },
      { from: 35, to: 60 },
    ]);
  });

  it('drops the warm-up of a start that is known from the process', () => {
    const times = timesOf(60, 2_000);
    expect(segmentsOf(times, { startTimeMs: (times[0] ?? 0) - 20_000 }).segments).toEqual([{ from: 20, to: 60 }]);
    expect(segmentsOf(times, { startTimeMs: (times[0] ?? 0) - 90_000 }).segments).toEqual([{ from: 0, to: 60 }]);
  });

  it('has every row at most once, whatever comes', () => {
    const times = timesOf(100, 1_000);
    const { segments } = segmentsOf(times, { restarts: [0, 1, 50, 51, 99, 100], deploys: [0, 1e15, times[50] ?? 0] });
    const seen = new Uint8Array(100);
    segments.forEach(({ from, to }) =>
      seen.subarray(from, to).forEach((_, i) => (seen[from + i] = (seen[from + i] ?? 0) + 1))
    );
    expect(Math.max(...seen)).toBe(1);
  });
});
