/** @jest-environment node */
import { collected, diagnoseProgram, findingOf, idsOf } from '../testing';
import { MIB } from '../words';

const KIB = 1024;
const leak = (stackEach: number, heapEach: number) => (minutes: number, n: number) => {
  const goroutines = Math.round(100 + 60 * minutes);
  return {
    ...collected(40 * MIB + heapEach * goroutines, n),
    stacks: MIB + stackEach * goroutines,
    goroutines,
    residual: 0,
  };
};

it('comes before the live heap, and tells what each goroutine takes', () => {
  const findings = diagnoseProgram({ samples: 240, at: leak(8 * KIB, 30 * KIB) });
  expect(idsOf(findings)).toEqual(['stacks-with-goroutines', 'live-heap-rises']);
  expect(findings[0]?.text).toMatch(
    /, by 60 per minute \(95 %: .*\), and each takes 3[78] KiB \(8 KiB of stack and (29|30) KiB of heap\)/
  );
});

it('speaks of stacks alone where the heap does not rise with them', () => {
  const finding = findingOf(diagnoseProgram({ samples: 240, at: leak(8 * KIB, 0) }), 'stacks-with-goroutines');
  expect(finding.text).toMatch(/each takes 8 KiB of stack;/);
  expect(finding.text).toMatch(/^Goroutines rose from 100 to 3,685 in 60 min,/);
});

it.each([
  ['goroutines do not rise', (_: number, n: number) => ({ ...leak(8 * KIB, 0)(0, n), goroutines: 100 + (n % 7) })],
  ['stacks do not rise with them', leak(0, 30 * KIB)],
  [
    'goroutines rise by 20 of a thousand',
    (minutes: number, n: number) => {
      const goroutines = 1000 + Math.round(minutes / 3);
      return { ...leak(0, 0)(0, n), goroutines, stacks: 8 * KIB * goroutines };
    },
  ],
  ['goroutines are not told', (m: number, n: number) => ({ ...leak(8 * KIB, 0)(m, n), goroutines: undefined })],
])('is silent where %s', (_, at) => {
  expect(idsOf(diagnoseProgram({ samples: 240, at }))).not.toContain('stacks-with-goroutines');
});
