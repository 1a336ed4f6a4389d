import { erfc, normalTail, studentQuantile, studentTail } from './distributions';

// Values of tables (Abramowitz and Stegun 26.1, 26.10) and of closed forms.
describe('tails', () => {
  it.each([
    [0, 0.5],
    [1, 0.15865525393145707],
    [1.959963984540054, 0.025],
    [3, 0.0013498980316300946],
    [6, 9.865876450376946e-10],
    [10, 7.61985302416047e-24],
    [20, 2.7536241186062337e-89],
    [-1, 0.8413447460685429],
  ])('P(Z > %p) is %p', (z, p) => {
    expect(normalTail(z) / p).toBeCloseTo(1, 9);
  });

  it('is smooth where the series gives way to the fraction', () => {
    expect(erfc(2 - 1e-9) / erfc(2 + 1e-9)).toBeCloseTo(1, 7);
  });

  it('is Cauchy with one degree of freedom, and has its closed form with two', () => {
    for (const t of [0, 0.5, 1, 3, 40, 1e4]) {
      expect(studentTail(t, 1) / (0.5 - Math.atan(t) / Math.PI)).toBeCloseTo(1, 6);
      expect(studentTail(t, 2) / (0.5 * (1 - t / Math.sqrt(2 + t * t)))).toBeCloseTo(1, 5);
    }
    expect(studentTail(-1, 1)).toBeCloseTo(0.75, 12);
  });

  it('comes to the normal with many, and refuses none', () => {
    expect(studentTail(3, 1e5) / normalTail(3)).toBeCloseTo(1, 2);
    expect(studentTail(3, 0)).toBe(1);
    expect(studentTail(3, -2)).toBe(1);
  });

  it.each([
    [1, 12.706],
    [4, 2.776],
    [10, 2.228],
    [120, 1.98],
  ])('the 97.5 % point with %p degrees is %p', (df, t) => {
    expect(studentQuantile(0.025, df)).toBeCloseTo(t, 2);
  });
});
