/** @jest-environment node */
import { collected, diagnoseProgram, findingOf, idsOf, START_MS, type Level } from '../testing';
import { MIB } from '../words';

describe('within a process', () => {
  /** Climbs by 5 MiB a sample for `climb` samples, with a collection every third, then falls. */
  const batches =
    (climb: number) =>
    (_: number, n: number): Level => ({
      heap: (10 + 5 * (n % climb)) * MIB,
      gcs: Math.floor(n / 3),
      residual: 0,
    });

  it('tells top, bottom and how often', () => {
    const [verdict] = diagnoseProgram({ samples: 70, at: batches(20) });
    expect(verdict).toMatchObject({ id: 'saw-tooth', severity: 'ok' });
    expect(verdict?.text).toMatch(/^The heap climbs to 105 MiB .*, and falls to 10 MiB at once: 3 times in 15 min\.$/);
  });

  it('is silent on the first climb, and speaks on the second', () => {
    expect(idsOf(diagnoseProgram({ samples: 20, at: batches(20) }))).not.toContain('saw-tooth');
    expect(idsOf(diagnoseProgram({ samples: 30, at: batches(20) }))).toContain('saw-tooth');
  });

  it('warns where the top comes near the limit', () => {
    const program = { samples: 70, at: batches(20) };
    expect(findingOf(diagnoseProgram(program, { limitBytes: 130 * MIB }), 'saw-tooth').severity).toBe('warning');
    expect(findingOf(diagnoseProgram(program, { limitBytes: 150 * MIB }), 'saw-tooth').severity).toBe('ok');
  });

  it.each<[string, (minutes: number, n: number) => Level]>([
    ['the collector’s own', (m, n) => ({ ...batches(20)(m, n), gcs: Math.floor(n / 20) })],
    ['lower than 16 MiB', (_, n) => ({ heap: (1 + ((0.7 * n) % 14)) * MIB, gcs: n, residual: 0 })],
    [
      'the collector’s own while load falls',
      (_, n) => ({ ...collected(200 * 0.8 ** Math.floor(n / 10) * MIB, n, 10), residual: 0 }),
    ],
    ['low beside what stays', (m, n) => ({ ...batches(20)(m, n), heap: (500 + 5 * (n % 20)) * MIB })],
    [
      'steps after a long rest',
      (_, n) => ({ heap: (10 + (n % 20) / 2 + (n % 20 < 12 ? 0 : 190)) * MIB, gcs: n, residual: 0 }),
    ],
    ['of a few samples', (_, n) => ({ heap: (10 + 25 * (n % 5)) * MIB, gcs: n, residual: 0 })],
    ['on top of a leak', (m, n) => ({ ...collected((50 + 40 * m) * MIB, n, 8), residual: 0 })],
    ['of a program whose goroutines rise', (m, n) => ({ ...batches(20)(m, n), goroutines: 100 + 30 * n })],
    ['bursts, which climb at once', (_, n) => ({ heap: (n % 20 < 8 ? 200 : 10) * MIB, gcs: n, residual: 0 })],
    [
      'a wave, which falls as it climbs',
      (_, n) => ({ heap: (60 + 50 * Math.sin((2 * Math.PI * n) / 20)) * MIB, gcs: n, residual: 0 }),
    ],
  ])('is silent about teeth that are %s', (_, at) => {
    expect(idsOf(diagnoseProgram({ samples: 70, at }))).not.toContain('saw-tooth');
  });
});

describe('across restarts', () => {
  const RUN = 40;
  /** Each run climbs from 40 MiB by 5 MiB a sample, and no collection helps. */
  const killed = (_: number, n: number): Level => ({ heap: (35 + 5 * (n % RUN)) * MIB, gcs: n % RUN, residual: 0 });
  const restarted = (n: number, version = (_: number) => 'v1') => {
    const run = Math.floor(n / RUN);
    return { startTimeMs: START_MS - 3_600_000 + run * RUN * 15_000, version: version(run) };
  };
  const program = (samples: number, version?: (run: number) => string) => ({
    samples,
    at: killed,
    process: (n: number) => restarted(n, version),
  });

  it('tells where it ended, how often, and when it will again', () => {
    // The third run is at its 30th sample: 35 + 5 · 29 and 5 of the rest, 185 MiB. 50 more at 20 MiB a minute.
    const finding = findingOf(diagnoseProgram(program(2 * RUN + 30)), 'saw-tooth');
    expect(finding.severity).toBe('critical');
    expect(finding.text).toMatch(
      /^RSS climbed to 235 MiB and the process started anew, 2 times, always at about that height; it is at 185 MiB now\. At this pace RSS reaches that height of 235 MiB in about 2\.5 min/
    );
  });

  it('is the verdict, before the climb of this run', () => {
    expect(idsOf(diagnoseProgram(program(2 * RUN + 30)))[0]).toBe('saw-tooth');
  });

  it('needs two where no limit is known, and one at the limit', () => {
    expect(idsOf(diagnoseProgram(program(RUN + 30)))).not.toContain('saw-tooth');
    expect(idsOf(diagnoseProgram(program(RUN + 30), { limitBytes: 250 * MIB }))).toContain('saw-tooth');
    expect(idsOf(diagnoseProgram(program(2 * RUN + 30), { limitBytes: 400 * MIB }))).not.toContain('saw-tooth');
  });

  it('takes a deploy for no kill', () => {
    expect(idsOf(diagnoseProgram(program(2 * RUN + 30, (run) => `v${run}`)))).not.toContain('saw-tooth');
  });

  it('is silent where runs ended at any height', () => {
    const at = (minutes: number, n: number) => {
      const level = killed(minutes, n);
      return { ...level, heap: level.heap * (n < RUN ? 1 : 3) };
    };
    expect(idsOf(diagnoseProgram({ ...program(2 * RUN + 30), at }))).not.toContain('saw-tooth');
  });

  it.each<[string, (n: number) => number]>([
    ['came down before it ended', (n) => 35 + 5 * (n < RUN - 2 ? n : n - 8)],
    ['climbed by little', (n) => 200 + n / 4],
  ])('is silent where a run %s', (_, heap) => {
    const at = (minutes: number, n: number) => ({ ...killed(minutes, n), heap: heap(n % RUN) * MIB });
    expect(idsOf(diagnoseProgram({ ...program(2 * RUN + 30), at }))).not.toContain('saw-tooth');
  });

  it('is silent where memory did not climb before a restart', () => {
    const at = (_: number, n: number) => ({ heap: 200 * MIB, gcs: n % RUN, residual: 0 });
    expect(idsOf(diagnoseProgram({ ...program(2 * RUN + 30), at }, { limitBytes: 210 * MIB }))).not.toContain(
      'saw-tooth'
    );
  });
});
