/** @jest-environment node */
import { diagnoseProgram, findingOf, idsOf, valuesOf, type Level } from '../testing';
import type { MemoryField } from '../../memstats/fields';
import { MIB } from '../words';

const LEVEL: Level = { heap: 50 * MIB, idle: 10 * MIB, released: 20 * MIB, residual: 0 };
const wrong = (more: Partial<Record<MemoryField, number>>) =>
  diagnoseProgram({ samples: 3, at: () => ({ ...LEVEL, more }) });
const told = valuesOf(LEVEL);

it.each<[string, Partial<Record<MemoryField, number>>, RegExp]>([
  ['HeapReleased', { HeapReleased: (told.HeapIdle ?? NaN) + MIB }, /more was released \(HeapReleased\) than is idle/],
  ['HeapSys', { HeapSys: (told.HeapSys ?? NaN) + MIB, OtherSys: 0 }, /HeapSys is not HeapInuse \+ HeapIdle \(bytes/],
  ['Sys', { Sys: (told.Sys ?? NaN) - MIB }, /Sys is not the sum of its parts/],
])('comes first, with both sides of it: %s', (field, more, text) => {
  const [verdict] = wrong(more);
  expect(verdict).toMatchObject({ id: 'impossible-counters', text: expect.stringMatching(text) });
  expect(verdict?.text).toContain(`${field} ${more[field as MemoryField]?.toLocaleString('en')}`);
});

it('is silent about what adds up, what is rounded, and what is not told', () => {
  expect(idsOf(wrong({}))).not.toContain('impossible-counters');
  const sixDigits = Object.fromEntries(
    Object.entries(told).map(([field, value]) => [field, Number((value * 1.0000123).toPrecision(6))])
  );
  expect(idsOf(wrong(sixDigits))).not.toContain('impossible-counters');
  expect(idsOf(wrong({ HeapIdle: NaN, GCSys: NaN }))).not.toContain('impossible-counters');
});

it('does not believe one sample that was read while it changed', () => {
  const at = (_: number, n: number) => ({ ...LEVEL, ...(n === 2 ? { more: { Sys: 1 } } : {}) });
  expect(idsOf(diagnoseProgram({ samples: 3, at }))).not.toContain('impossible-counters');
});

it('comes before what grows', () => {
  const at = (minutes: number, n: number) => ({
    heap: (50 + 10 * minutes) * MIB,
    gcs: n,
    residual: 0,
    more: { Sys: 10 * MIB },
  });
  const findings = diagnoseProgram({ samples: 80, at });
  expect(idsOf(findings)[0]).toBe('impossible-counters');
  expect(findingOf(findings, 'live-heap-rises').severity).toBe('warning');
});
