import { hamedRao, mannKendall, ranksOf } from './mannkendall';
import { seededRandom } from './random';

describe('Mann-Kendall', () => {
  // Gilbert (1987), "Statistical Methods for Environmental Pollution Monitoring", ch. 16: S and its variance by hand.
  it('counts rising less falling pairs', () => {
    // 23 24 29 6 29 24 34 23 23 and so on, with ties: pairs counted by brute force below.
    const values = Float64Array.from([10, 22, 21, 30, 22, 30, 22, 40]);
    const trend = mannKendall(values);
    let s = 0;
    values.forEach((later, j) => values.slice(0, j).forEach((earlier) => (s += Math.sign(later - earlier))));
    expect(trend.s).toBe(s);
    expect(trend.s).toBe(16);
    // Gilbert's example 16.3 (pp. 211-212): n = 8, ties of 3 and 2: Var = [8·7·21 - 3·2·11 - 2·1·9] / 18 = 60.667.
    expect(trend.variance).toBeCloseTo((8 * 7 * 21 - 3 * 2 * 11 - 2 * 1 * 9) / 18, 9);
    expect(trend.z).toBeCloseTo(15 / Math.sqrt(1092 / 18), 9);
  });

  it('has the variance n(n-1)(2n+5)/18 and S = n(n-1)/2 on a ramp', () => {
    const { pUp, s, tau, variance } = mannKendall(Float64Array.from({ length: 20 }, (_, i) => i));
    expect([s, tau, variance]).toEqual([190, 1, 950]);
    expect(pUp).toBeLessThan(1e-8);
  });

  it('says nothing of a constant, and mirrors', () => {
    expect(mannKendall(new Float64Array(30))).toMatchObject({ s: 0, z: 0, pUp: 0.5, variance: 0 });
    const random = seededRandom(5);
    const values = Float64Array.from({ length: 40 }, () => Math.floor(random() * 10));
    const [up, down] = [mannKendall(values), mannKendall(values.map((value) => -value))];
    expect(up.z).toBe(-down.z);
    expect(up.pUp + down.pUp).toBeCloseTo(1, 12);
  });

  it('adds up over runs and compares none across a cut', () => {
    const values = Float64Array.from([5, 6, 7, 1, 2, 3]);
    const trend = mannKendall(values, [0, 3]);
    expect(trend.s).toBe(6);
    expect(trend.variance).toBeCloseTo((2 * (3 * 2 * 11)) / 18, 9);
  });

  it('keeps its level on white noise', () => {
    const random = seededRandom(11);
    let alarms = 0;
    for (let run = 0; run < 1000; run++) {
      alarms += mannKendall(Float64Array.from({ length: 30 }, () => random())).pUp < 0.05 ? 1 : 0;
    }
    expect(alarms).toBeGreaterThan(30);
    expect(alarms).toBeLessThan(70);
  });
});

describe('Hamed and Rao', () => {
  it('leaves white noise be and inflates what lasts', () => {
    const random = seededRandom(3);
    const white = Float64Array.from({ length: 400 }, () => random() - 0.5);
    expect(hamedRao(white)).toBeLessThan(1.4);
    let last = 0;
    const red = white.map((news) => (last = 0.8 * last + news));
    // For AR(1): n/n* comes to (1+phi)/(1-phi) = 9; of ranks, and with lags cut at the first that is not significant, about.
    expect(hamedRao(red)).toBeGreaterThan(4);
    expect(hamedRao(red)).toBeLessThan(14);
  });

  it('is its formula where one lag counts', () => {
    // Pairs of alike values: lag 1 is positive, lag 2 is not.
    const values = Float64Array.from([1, 2, 8, 7, 3, 2.5, 9, 8.5, 0, 1.5, 9.5, 7.5]);
    const ranks = ranksOf(values).map((rank) => rank - 6.5);
    const power = ranks.reduce((sum, rank) => sum + rank * rank, 0);
    const rho = ranks.slice(1).reduce((sum, rank, i) => sum + rank * (ranks[i] as number), 0) / power;
    const n = 12;
    const bound = 1.96 / Math.sqrt(n);
    const expected = rho > bound ? 1 + (2 / (n * (n - 1) * (n - 2))) * (n - 1) * (n - 2) * (n - 3) * rho : 1;
    expect(hamedRao(values)).toBeCloseTo(expected, 9);
  });

  it('is 1 for what has no ranks', () => {
    expect(hamedRao(new Float64Array(50))).toBe(1);
    expect(hamedRao(Float64Array.of(1, 2, 3))).toBe(1);
  });
});

it('shares ranks among equals', () => {
  expect([...ranksOf(Float64Array.of(10, 20, 10, 30, 10))]).toEqual([2, 4, 2, 5, 2]);
});
