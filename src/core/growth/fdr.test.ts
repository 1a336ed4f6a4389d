import { adjustedP } from './fdr';

describe('Benjamini-Hochberg', () => {
  // Benjamini and Hochberg (1995), section 3.2: 15 p values, of which the first four are rejected at 5 %.
  const published = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];

  it('rejects the four of the paper', () => {
    expect(adjustedP(published).filter((p) => p <= 0.05)).toHaveLength(4);
  });

  it('does so in any order, and gives each its own', () => {
    const mixed = [...published].reverse();
    expect(adjustedP(mixed)).toEqual(adjustedP(published).reverse());
    expect(adjustedP(published)[0]).toBeCloseTo(0.0015, 12);
    // The fourth: the least of p(j)·15/j for j >= 4.
    expect(adjustedP(published)[3]).toBeCloseTo(Math.min(...published.slice(3).map((p, i) => (p * 15) / (i + 4))), 12);
  });

  it('counts tests that were passed over as p = 1', () => {
    const passedOver = [...published, ...new Array<number>(85).fill(1)];
    expect(adjustedP(published, 100)).toEqual(adjustedP(passedOver).slice(0, 15));
    expect(() => adjustedP([0.1, 0.2], 1)).toThrow('2 p values of 1 tests');
  });

  it('is never above 1, and nothing of nothing', () => {
    expect(Math.max(...adjustedP([0.9, 0.99], 50))).toBe(1);
    expect(adjustedP([])).toEqual([]);
  });
});
