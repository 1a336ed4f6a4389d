import { growthEstimates, slopeOf } from './estimate';
import { seededRandom } from './random';
import { rangeOf, stackNamed, timesOf } from './testing';

/** One stack that was asked for, over 240 cells of 15 s. */
function estimateOf(counts: Float64Array) {
  const range = rangeOf({ times: timesOf(counts.length, 15_000), stacks: [stackNamed('one')], counts: [counts] });
  const { estimates, setting } = growthEstimates(range, { always: new Set(['one']) });
  const [estimate] = estimates;
  if (!estimate || !setting) {
    throw new Error('nothing was estimated');
  }
  return { ...estimate, errors: estimate.perMinute / slopeOf(estimate.minima, estimate.growth, setting).error };
}

const normalFrom = (seed: number) => {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
};

describe('a p value', () => {
  /** Growth by a test, with its slope in standard errors and whether its p value counts. */
  const seen = (kind: 'ratchet' | 'tide', columnOf: (seed: number) => Float64Array) =>
    Array.from({ length: 80 }, (_, seed) => estimateOf(columnOf(seed + 1)))
      .filter(({ growth }) => growth?.kind === kind)
      .map(({ errors, growth, pValue }) => ({ errors, counts: pValue < 1, own: pValue === growth?.p }));

  it("counts where a ratchet's slope is 2.5 of its standard errors", () => {
    const all = seen('ratchet', (seed) => {
      const random = seededRandom(seed);
      let count = 20;
      return Float64Array.from({ length: 240 }, () => (count += random() < 0.3 ? (random() < 0.66 ? 1 : -1) : 0));
    });
    const [below, above] = [all.filter(({ errors }) => errors <= 2.5), all.filter(({ errors }) => errors > 2.5)];
    expect(below.some(({ errors }) => errors > 1.25)).toBe(true);
    expect(below.every(({ counts }) => !counts)).toBe(true);
    expect(above.length).toBeGreaterThan(5);
    expect(above.every(({ counts, own }) => counts && own)).toBe(true);
  });

  it("counts where a tide's slope is 3.5 of its standard errors", () => {
    const all = seen('tide', (seed) => {
      const normal = normalFrom(seed);
      return Float64Array.from({ length: 240 }, (_, i) => Math.round(90 + i / 11 + 12 * normal()));
    });
    const [below, above] = [all.filter(({ errors }) => errors <= 3.5), all.filter(({ errors }) => errors > 3.5)];
    expect(below.some(({ errors }) => errors > 1.75)).toBe(true);
    expect(below.every(({ counts }) => !counts)).toBe(true);
    expect(above.length).toBeGreaterThan(5);
    expect(above.every(({ counts, own }) => counts && own)).toBe(true);
  });
});
