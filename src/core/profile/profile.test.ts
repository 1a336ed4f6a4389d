/** @jest-environment node */
import { decodeCapture } from '../../../testdata/helpers/captures';
import { encode, type Field } from '../../../testdata/helpers/encode';
import { decodeProfile } from './decode';
import { sampleIndex, sampleValue } from './profile';
import { totals } from './sums';

const withTypes = (names: string[], declared = 0) =>
  decodeProfile(
    encode([
      ...names.map((_, i): Field => [1, [[1, i + 1]]]),
      [14, declared],
      ...['', ...names].map((name): Field => [6, name]),
    ])
  );

describe('sampleIndex', () => {
  it('takes the name, the declared default, inuse_space, the last', () => {
    expect(sampleIndex(withTypes(['a', 'b', 'c']), 'b')).toBe(1);
    expect(sampleIndex(withTypes(['a', 'b']), 'x')).toBeUndefined();
    expect(sampleIndex(withTypes(['a', 'inuse_space', 'c'], 1))).toBe(0);
    expect(sampleIndex(withTypes(['a', 'inuse_space', 'c']))).toBe(1);
    expect(sampleIndex(withTypes(['a', 'b', 'c']))).toBe(2);
    expect(sampleIndex(withTypes([]))).toBeUndefined();
  });

  it('on what Go writes', () => {
    expect(sampleIndex(decodeCapture('captures/prom.heap.d0'))).toBe(3);
    expect(sampleIndex(decodeCapture('captures/prom.allocs.d0'))).toBe(1);
    expect(sampleIndex(decodeCapture('captures/prom.goroutine.d0'))).toBe(0);
  });
});

it('sums each sample type', () => {
  const profile = decodeCapture('captures/prom.heap.d0');
  const sums = profile.sampleTypes.map((_, type) => {
    let sum = 0n;
    for (let sample = 0; sample < profile.samples.length; sample++) {
      sum += sampleValue(profile, sample, type) ?? 0n;
    }
    return sum;
  });
  expect(totals(profile)).toEqual(sums);
  expect(sums[3]).toBeGreaterThan(1_000_000n);
  expect(sampleValue(profile, 0, 4)).toBeUndefined();
  expect(sampleValue(profile, -1, 0)).toBeUndefined();
  expect(sampleValue(profile, profile.samples.length, 0)).toBeUndefined();
});
