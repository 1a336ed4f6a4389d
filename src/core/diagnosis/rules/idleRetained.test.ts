/** @jest-environment node */
import { diagnoseProgram, findingOf, idsOf } from '../testing';
import { MIB } from '../words';

const idle = (bytes: number, heap = 50 * MIB) =>
  diagnoseProgram({ samples: 8, at: () => ({ heap, idle: bytes, residual: 0 }) });

it('tells what is free inside Go, of how much', () => {
  // 50 of heap, 45 idle, 1 of stacks and 4 of runtime.
  expect(findingOf(idle(45 * MIB), 'idle-retained')).toMatchObject({
    severity: 'info',
    text: '45 MiB of heap hold no object and were not given back to the system (45 % of the 100 MiB that Go has resident; live heap 50 MiB).',
  });
});

it.each([
  ['less than 16 MiB', 15, 20],
  ['less than a fifth', 45, 200],
])('is silent where it is %s', (_, mb, heap) => {
  expect(idsOf(idle(mb * MIB, heap * MIB))).not.toContain('idle-retained');
});

it('is silent where it comes and goes with collections', () => {
  const at = (_: number, n: number) => ({ heap: 50 * MIB, idle: n === 5 ? 2 * MIB : 60 * MIB, residual: 0 });
  expect(idsOf(diagnoseProgram({ samples: 8, at }))).not.toContain('idle-retained');
  expect(idsOf(diagnoseProgram({ samples: 12, at }))).toContain('idle-retained');
});
