/** @jest-environment node */
import { diagnoseProgram, findingOf, idsOf } from '../testing';
import { MIB } from '../words';

/** Spans in use hold 100 MiB; a collection every 4 samples leaves `after` of it free, allocations fill up to `before`. */
const program = (before: number, after: number, samples = 20) => ({
  samples,
  at: (_: number, n: number) => {
    const fragmentation = after - ((after - before) * (n % 4)) / 3;
    return {
      heap: (100 - fragmentation) * MIB,
      fragmentation: fragmentation * MIB,
      gcs: Math.floor(n / 4),
      residual: 0,
    };
  },
});

it('tells what stays free even before a collection', () => {
  expect(findingOf(diagnoseProgram(program(40, 70)), 'fragmentation').text).toMatch(
    /^40 MiB at least, 40 % of the spans in use \(100 MiB\)/
  );
});

it.each([
  ['only a collection leaves it', program(5, 70)],
  [
    'it is less than 30 %',
    { samples: 20, at: (_: number, n: number) => ({ heap: 160 * MIB, fragmentation: 40 * MIB, gcs: n, residual: 0 }) },
  ],
  ['it is less than 32 MiB', program(31, 70)],
  [
    'no collection was seen',
    { ...program(40, 40), at: () => ({ heap: 60 * MIB, fragmentation: 40 * MIB, gcs: 3, residual: 0 }) },
  ],
  ['fewer than 10 samples', program(40, 70, 9)],
])('is silent where %s', (_, simulated) => {
  expect(idsOf(diagnoseProgram(simulated))).not.toContain('fragmentation');
});
