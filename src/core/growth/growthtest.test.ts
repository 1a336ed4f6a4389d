import { testGrowth, tidalOf, type Setting } from './growthtest';
import { seededRandom } from './random';
import { WaveFinder } from './waves';

const CELLS = 240;
const minutes = Float64Array.from({ length: CELLS }, (_, i) => i / 4);
const TIDE = new Set(['tide'] as const);
const RATCHET = new Set(['ratchet'] as const);

function settingOf(starts: readonly number[] = [0], length = CELLS): Setting {
  const own = minutes.subarray(0, length);
  const cells = { from: new Int32Array(length), to: new Int32Array(length), minutes: own, starts, size: 1 };
  return { cells, finder: new WaveFinder(own, starts), load: undefined, minRise: 5, minPercent: 5 };
}

const normalFrom = (seed: number) => {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

describe('a tide', () => {
  const turn = (i: number) => 1 + Math.sin((2 * Math.PI * i) / 8);

  it('is a level that rises under a wave', () => {
    const normal = normalFrom(1);
    const rising = minutes.map((minute, i) => 100 + 20 * turn(i) + minute / 2 + normal());
    expect(testGrowth(rising, settingOf(), TIDE)?.rise).toBeCloseTo(30, -0.5);
  });

  it.each([0.1, 0.3])('is none where the average rises and the troughs only by %p of it', (share) => {
    // A wave that grows: its crests make the average rise by 30, its troughs stay behind.
    const normal = normalFrom(2);
    const growing = (of: number) =>
      minutes.map((minute, i) => 100 + (minute / 2) * (of + (1 - of) * turn(i)) + normal() / 4);
    expect(tidalOf(growing(share), settingOf()).p).toBeLessThan(1e-6);
    expect(testGrowth(growing(share), settingOf(), TIDE)).toBeUndefined();
    expect(testGrowth(growing(0.8), settingOf(), TIDE)?.rise).toBeCloseTo(30, -0.5);
  });

  it('needs ranks that agree: a smooth wave of two turns and a half leaves few values of their own', () => {
    const setting = settingOf([0], 40);
    const under = (size: number, turns: number) =>
      minutes.subarray(0, 40).map((_, i) => 60 + i + size * Math.sin((2 * Math.PI * turns * i) / 40));
    for (const turns of [2.2, 2.6]) {
      expect(tidalOf(under(5, turns), setting).p).toBeLessThan(0.002);
      expect(testGrowth(under(5, turns), setting, TIDE)).toBeUndefined();
      expect(testGrowth(under(0.5, turns), setting, TIDE)?.rise).toBeCloseTo(39, -1);
    }
    // At this level, and no stricter.
    const just = testGrowth(under(5, 2), setting, TIDE)?.trend?.pUp;
    expect(just).toBeGreaterThan(0.025);
    expect(just).toBeLessThan(0.05);
  });

  it('is not made of a slow wander under quick noise, which AR(1) takes for quick noise only', () => {
    let sure = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const normal = normalFrom(seed);
      const news = Float64Array.from({ length: CELLS + 60 }, normal);
      const wander = (i: number) => news.subarray(i, i + 12).reduce((sum, one) => sum + one, 0) / Math.sqrt(12);
      const column = minutes.map((_, i) => 50 + 2 * wander(i) + 3 * normal());
      sure += tidalOf(column, settingOf()).p < 0.01 ? 1 : 0;
    }
    // One-sided p values below 0.01 in 300 columns: 3 are expected, 9 come by chance once in a hundred times.
    expect(sure).toBeLessThan(10);
  });
});

describe('a ratchet', () => {
  it('does not come down: flanks of a wave in several runs add up to what no walk does', () => {
    const starts = [0, 60, 120, 180];
    // Each run sees three quarters of a turn: up by 120, then down by 60.
    const flank = (i: number) => 60 * (1 - Math.cos((1.55 * Math.PI * (i % 60)) / 60));
    const flanks = minutes.map((_, i) => Math.round(flank(i)));
    const straight = minutes.map((_, i) => Math.round(1.5 * (i % 60)));
    expect(testGrowth(straight, settingOf(starts), RATCHET)?.kind).toBe('ratchet');
    expect(testGrowth(flanks, settingOf(starts), RATCHET)).toBeUndefined();
  });

  it('has won what it won in one run, for a restart lets go of it', () => {
    const normal = normalFrom(5);
    const starts = [0, 80, 160];
    const rise = (column: Float64Array, kinds: typeof RATCHET | typeof TIDE) =>
      testGrowth(column, settingOf(starts), kinds)?.rise;
    // Half a goroutine a cell, in runs of 80 cells: 118 in all, were the restarts not there.
    const climbing = minutes.map((_, i) => Math.floor((i % 80) / 2));
    const rising = minutes.map((_, i) => 50 + (i % 80) / 2 + normal());
    expect(rise(climbing, RATCHET)).toBeCloseTo(39.5, -0.5);
    expect(rise(rising, TIDE)).toBeCloseTo(39.5, -0.5);
  });
});
