/** @jest-environment node */
import { diagnoseProgram, findingOf, idsOf, START_MS } from '../testing';
import { MIB } from '../words';

interface Case {
  perMinute?: number;
  room?: number;
  cpu?: number;
}
/** 180 MiB of live heap that one collection after another holds down. */
const program = ({ cpu = 0.02, perMinute = 60, room = 0.05 }: Case) => ({
  samples: 40,
  at: (minutes: number, n: number) => ({
    heap: (n % 2 === 0 ? 180 : 185) * MIB,
    gcs: Math.round(100 + perMinute * minutes),
    residual: 0,
    more: { NextGC: 180 * (1 + room) * MIB, GCCPUFraction: cpu },
  }),
});
const LIMIT = { limitBytes: 200 * MIB };

it('tells how often, and how little room there is', () => {
  const finding = findingOf(diagnoseProgram(program({}), LIMIT), 'gc-near-limit');
  expect(finding.severity).toBe('warning');
  expect(finding.text).toMatch(
    /^60 collections per minute, and took 2 % of the processor time: live heap 180 MiB, and the next one is due at 189 MiB; Go has 190 MiB of the memory limit’s 200 MiB\.$/
  );
});

it.each<[string, Case, { limitBytes?: number }]>([
  ['the limit is far', {}, { limitBytes: 300 * MIB }],
  ['collections are few', { perMinute: 20 }, LIMIT],
  ['there is room', { room: 1 }, LIMIT],
  ['there is no limit, and collecting costs little', {}, {}],
])('is silent where %s', (_, changed, options) => {
  expect(idsOf(diagnoseProgram(program(changed), options))).not.toContain('gc-near-limit');
});

it('knows by the processor time where no limit is told', () => {
  expect(idsOf(diagnoseProgram(program({ cpu: 0.3 })))).toContain('gc-near-limit');
});

it('counts the processor time of late, not since the start', () => {
  // For an hour 1 %, then 50 %: 5 minutes later that is 4.8 % since the start.
  const process = { startTimeMs: START_MS - 3_600_000 };
  const simulated = program({});
  const at = (minutes: number, n: number) => {
    const level = simulated.at(minutes, n);
    const fraction = (60 * 0.01 + minutes * 0.5) / (60 + minutes);
    return { ...level, more: { ...level.more, GCCPUFraction: fraction } };
  };
  expect(findingOf(diagnoseProgram({ ...simulated, at, process }), 'gc-near-limit').text).toMatch(/took 50 % of/);
});
