/** @jest-environment node */
import { collected, diagnoseProgram, findingOf, idsOf, START_MS } from '../testing';
import { MIB } from '../words';

const leak =
  (perMinute: number, from = 50) =>
  (minutes: number, n: number) => ({
    ...collected((from + perMinute * minutes) * MIB, n),
    residual: 5 * MIB,
  });

it('tells the pace of what collections leave, not of the tops', () => {
  const finding = findingOf(diagnoseProgram({ samples: 240, at: leak(2) }), 'live-heap-rises');
  expect(finding.severity).toBe('warning');
  const slope = finding.evidence.find(({ metric }) => metric === 'its slope');
  // The tops rise twice as fast.
  expect((slope?.value ?? NaN) / (2 * MIB)).toBeCloseTo(1, 1);
  expect(finding.text).toMatch(
    /^What collections leave of the heap rose from \d+ MiB to \d+ MiB in 58 min: 2 MiB per minute \(95 %:/
  );
});

it('needs a rise from one collection to the next: garbage that nobody collected yet is none', () => {
  const at = (minutes: number) => ({ heap: (50 + 2 * minutes) * MIB, gcs: 7, residual: 0 });
  expect(idsOf(diagnoseProgram({ samples: 240, at }))).not.toContain('live-heap-rises');
});

it('sees a floor under load that comes and goes in waves', () => {
  const wave = (minutes: number) => 20 * Math.sin((2 * Math.PI * minutes) / 5);
  const at = (rise: number) => (minutes: number, n: number) => ({
    ...collected((60 + rise * minutes + wave(minutes)) * MIB, n, 2),
    residual: 0,
  });
  expect(idsOf(diagnoseProgram({ samples: 240, at: at(2) }))).toContain('live-heap-rises');
  expect(idsOf(diagnoseProgram({ samples: 240, at: at(0) }))).not.toContain('live-heap-rises');
});

it('finds few collections enough where each leaves more than the one before', () => {
  // As GOGC=100 has them when all that is allocated stays: each at a third more than the last.
  const gcAt = [0, 4, 7, 11, 16, 23, 32];
  const at = (minutes: number, n: number) => ({
    heap: (10 + 4 * minutes) * MIB,
    gcs: gcAt.filter((from) => from <= n).length,
    residual: 0,
  });
  expect(idsOf(diagnoseProgram({ samples: 40, at }))).toContain('live-heap-rises');
  const level = (_: number, n: number) => ({ ...at(0, n), heap: (n % 3) * MIB + 10 * MIB });
  expect(idsOf(diagnoseProgram({ samples: 40, at: level }))).not.toContain('live-heap-rises');
});

it.each([
  ['4 MiB', 0.05, 10],
  ['a tenth', 0.5, 400],
])('is silent below its effect floor of %s', (_, perMinute, from) => {
  expect(idsOf(diagnoseProgram({ samples: 240, at: leak(perMinute, from) }))).not.toContain('live-heap-rises');
});

it('is silent with fewer than 10 samples', () => {
  const at = (minutes: number, n: number) => ({ heap: (50 + 40 * minutes) * MIB, gcs: n, residual: 0 });
  expect(idsOf(diagnoseProgram({ samples: 9, at }))).toEqual(['undecided']);
  expect(idsOf(diagnoseProgram({ samples: 30, at }))).toContain('live-heap-rises');
});

describe('with a limit', () => {
  // RSS now: about twice the live heap less the part of a cycle, and what is not heap; its low tide rises by 2 MiB a minute.
  const program = { samples: 240, at: leak(2) };

  it('tells when RSS reaches it, with an interval', () => {
    const finding = findingOf(diagnoseProgram(program, { limitBytes: 2048 * MIB }), 'live-heap-rises');
    const minutes = finding.evidence.find(({ unit }) => unit === 'minutes')?.value ?? NaN;
    // Between the paces of the floor (2) and of the top (4), from an RSS between floor and top.
    expect(minutes).toBeGreaterThan((2048 - 350) / 4);
    expect(minutes).toBeLessThan((2048 - 160) / 2);
    expect(finding.text).toMatch(
      /At this pace RSS reaches the memory limit of 2,048 MiB in about \d.* \(95 %: .* to .*\)\.$/
    );
    expect(finding.severity).toBe('warning');
  });

  it('is critical within the hour', () => {
    expect(findingOf(diagnoseProgram(program, { limitBytes: 400 * MIB }), 'live-heap-rises').severity).toBe('critical');
  });

  it('takes GOMEMLIMIT where nothing else is set', () => {
    const at = (minutes: number, n: number) => ({ ...leak(2)(minutes, n), more: { MemLimit: 400 * MIB } });
    expect(findingOf(diagnoseProgram({ samples: 240, at }), 'live-heap-rises').text).toMatch(/GOMEMLIMIT of 400 MiB/);
  });
});

it('does not look at the warm-up of a young process', () => {
  // Caches fill for the first minute, then nothing.
  const at = (minutes: number, n: number) => ({ heap: Math.min(10 + 60 * minutes, 70) * MIB, gcs: n, residual: 0 });
  const process = { startTimeMs: START_MS };
  expect(idsOf(diagnoseProgram({ samples: 100, at, everyMs: 5000, process }))).not.toContain('live-heap-rises');
});

it('never looks across a restart', () => {
  // Each run is level, and the second higher.
  const at = (_: number, n: number) => ({ heap: (n < 100 ? 50 : 200) * MIB, gcs: n % 100, residual: 0 });
  const process = (n: number) => ({ startTimeMs: START_MS - 86_400_000 + (n < 100 ? 0 : 90_000_000) });
  expect(idsOf(diagnoseProgram({ samples: 200, at, process }))).toEqual(['all-well']);
});

it('does not take a start for a leak, where collections were at the start only', () => {
  // What was filled in the first minute, of ten: six collections, each leaves more.
  const at = (minutes: number, n: number) => ({
    heap: (10 + 60 * Math.min(minutes, 1)) * MIB,
    gcs: Math.floor(Math.min(n, 57) / 9),
    residual: 0,
  });
  const program = { samples: 600, at, everyMs: 1000 };
  expect(idsOf(diagnoseProgram({ ...program, process: { startTimeMs: START_MS } }))).not.toContain('live-heap-rises');
  expect(idsOf(diagnoseProgram(program))).toContain('live-heap-rises');
});

it('wants half a minute at least', () => {
  const at = (minutes: number, n: number) => ({ heap: (10 + 60 * minutes) * MIB, gcs: Math.floor(n / 8), residual: 0 });
  expect(idsOf(diagnoseProgram({ samples: 64, at, everyMs: 500 }))).not.toContain('live-heap-rises');
  expect(idsOf(diagnoseProgram({ samples: 96, at, everyMs: 500 }))).toContain('live-heap-rises');
});

it('is silent where few collections rose and the last gave half of it back', () => {
  const level = (cycle: number, last: number) => (cycle < 12 ? 10 * (cycle + 1) : last);
  const at = (last: number) => (_: number, n: number) => ({
    heap: level(Math.floor(n / 5), last) * MIB,
    gcs: Math.floor(n / 5),
    residual: 0,
  });
  expect(idsOf(diagnoseProgram({ samples: 65, at: at(35) }))).not.toContain('live-heap-rises');
  expect(idsOf(diagnoseProgram({ samples: 65, at: at(130) }))).toContain('live-heap-rises');
});
