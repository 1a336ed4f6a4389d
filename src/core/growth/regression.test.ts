import { noiseOf, varianceOf } from './autoregression';
import { tidalOf } from './growthtest';
import { seededRandom } from './random';
import { centred, dot, fitLine } from './regression';
import { WaveFinder } from './waves';

const minutes = Float64Array.from({ length: 120 }, (_, i) => i / 4);
const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

describe('a line', () => {
  it('is the textbook slope, Σxy/Σx²', () => {
    const random = seededRandom(1);
    const values = minutes.map((minute) => 3 * minute + random());
    const [x, y] = [centred(minutes, [0]), centred(values, [0])];
    const { adjusted, free, parameters, slope } = fitLine(minutes, values, [0]);
    expect(slope).toBeCloseTo(dot(x, y) / dot(x, x), 12);
    expect([free, parameters]).toEqual([1, 2]);
    expect([...adjusted]).toEqual([...values]);
  });

  it('takes nuisances out together with time, and says what of time they leave', () => {
    const load = minutes.map((minute) => minute + 10 * Math.sin(minute));
    const values = minutes.map((minute, i) => 7 + 2 * minute + 5 * (load[i] as number));
    const { adjusted, free, slope } = fitLine(minutes, values, [0], [load, load]);
    expect(slope).toBeCloseTo(2, 9);
    expect(free).toBeLessThan(0.7);
    expect((adjusted.at(-1) as number) - (adjusted[0] as number)).toBeCloseTo(2 * 29.75, 6);
  });

  it('has no slope where load is time itself', () => {
    const { free, slope, weights } = fitLine(
      minutes,
      minutes.map((m) => 4 * m),
      [0],
      [minutes.map((m) => 2 * m)]
    );
    expect([free < 1e-6, slope, Math.max(...weights)]).toEqual([true, 0, 0]);
  });

  it('gives each run its level, and is not led by a burst', () => {
    const values = minutes.map(
      (minute, i) => minute + (i >= 60 ? 400 : 0) + 0.1 * Math.sin(7 * i) + (i > 20 && i < 27 ? 9000 : 0)
    );
    const plain = minutes.map((minute, i) => minute + (i >= 60 ? 400 : 0) + 0.1 * Math.sin(7 * i));
    expect(fitLine(minutes, plain, [0, 60]).slope).toBeCloseTo(1, 2);
    // Cut three times at 3 robust deviations: 9000 for 6 of 120 values would make it -330.
    expect(Math.abs(fitLine(minutes, values, [0, 60]).slope - 1)).toBeLessThan(30);
  });
});

describe('noise', () => {
  it('is found again, and the variance of a sum is that of the matrix', () => {
    const random = seededRandom(3);
    let last = 0;
    const values = Float64Array.from({ length: 4_000 }, () => (last = 0.7 * last + 2 * normal(random)));
    const noise = noiseOf(values, [0], 2);
    expect(noise.phi).toBeCloseTo(0.7, 1);
    expect(noise.news).toBeGreaterThan(3.7);
    expect(noise.news).toBeLessThan(4.3);
    const weights = centred(
      Float64Array.from({ length: 30 }, (_, i) => i * i),
      [0]
    );
    let brute = 0;
    weights.forEach((a, i) =>
      weights.forEach((b, j) => {
        brute += (a * b * 0.7 ** Math.abs(i - j)) / (1 - 0.49);
      })
    );
    expect(varianceOf(weights, { phi: 0.7, news: 1 }, [0]) / brute).toBeCloseTo(1, 9);
  });

  it('of a walk makes the slope vary by 6/5 of the increments over the span', () => {
    const n = 2_000;
    const time = centred(
      Float64Array.from({ length: n }, (_, i) => i),
      [0]
    );
    const weights = time.map((value) => value / dot(time, time));
    expect(varianceOf(weights, { phi: 1, news: 1 }, [0]) * n).toBeCloseTo(1.2, 2);
  });

  it('is none of nothing', () => {
    expect(noiseOf(new Float64Array(50), [0], 2)).toEqual({ phi: 0, news: 0 });
  });

  it('leaves intervals that hold the slope 95 times of 100, white or red', () => {
    for (const phi of [0, 0.8]) {
      const random = seededRandom(5);
      let held = 0;
      for (let run = 0; run < 400; run++) {
        let last = normal(random) / Math.sqrt(1 - phi * phi);
        const fit = fitLine(
          minutes,
          minutes.map((minute) => minute + (last = phi * last + normal(random))),
          [0]
        );
        const error = Math.sqrt(varianceOf(fit.weights, noiseOf(fit.residuals, [0], 2), [0]));
        held += Math.abs(fit.slope - 1) < 1.98 * error ? 1 : 0;
      }
      expect(held / 400).toBeGreaterThan(0.88);
      expect(held / 400).toBeLessThan(0.98);
    }
  });
});

describe('waves', () => {
  const finder = new WaveFinder(minutes, [0]);
  const cells = { from: new Int32Array(120), to: new Int32Array(120), minutes, starts: [0], size: 1 };
  const period = (values: Float64Array) =>
    tidalOf(values, { cells, finder, load: undefined, minRise: 5, minPercent: 5 }).periods[0];

  it.each([2, 3.7, 5, 9.5])('of %p minutes are found under a trend and noise', (length) => {
    const random = seededRandom(7);
    const found = period(
      minutes.map((minute) => minute + 9 * Math.sin((6.283185 * minute) / length + 1) + normal(random))
    );
    expect((found ?? 0) / length).toBeCloseTo(1, 1);
  });

  it('are not found in noise, nor in a walk', () => {
    const random = seededRandom(8);
    let found = 0;
    for (let run = 0; run < 200; run++) {
      let last = 0;
      found += period(minutes.map(() => normal(random))) === undefined ? 0 : 1;
      found += period(minutes.map(() => (last += normal(random)))) === undefined ? 0 : 1;
    }
    expect(found).toBeLessThan(10);
  });

  it('of fewer than three turns are none', () => {
    expect(period(minutes.map((minute) => Math.sin((6.283185 * minute) / 25)))).toBeUndefined();
  });
});
