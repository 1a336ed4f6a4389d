/** @jest-environment node */
import { diagnoseProgram, findingOf, idsOf, type Level } from '../testing';
import { MIB } from '../words';

/** What go-formats.md measured: 400 MiB allocated, dropped and returned. */
const RETURNED: Level = { heap: 4 * MIB, released: 403 * MIB, residual: 390 * MIB, gcs: 3 };
const one = (level: Level, process: { goVersion?: string; godebug?: string } = { goVersion: 'go1.14' }) =>
  diagnoseProgram({ samples: 1, at: () => level, process });

it('says it as the issue does, at the first sample', () => {
  const [verdict] = one({ ...RETURNED, more: { RSS: 415 * MIB } });
  expect(verdict).toMatchObject({
    id: 'madv-free',
    severity: 'ok',
    title: 'Not a leak',
    text: '403 MiB were freed with MADV_FREE and the kernel has not taken them back (Go 1.14; HeapReleased 403 MiB, RSS 415 MiB, live heap 4 MiB).',
    advice: 'Set GODEBUG=madvdontneed=1 or use Go 1.16+ to see RSS fall.',
  });
});

it('takes LazyFree for the number, and for the proof with any version', () => {
  const verdict = findingOf(
    one({ ...RETURNED, more: { LazyFree: 390 * MIB } }, { goVersion: 'go1.26.8' }),
    'madv-free'
  );
  expect(verdict.text).toMatch(/^390 MiB were freed/);
  expect(verdict.evidence[0]).toMatchObject({ metric: 'LazyFree', value: 390 * MIB, unit: 'bytes' });
});

it('leaves file pages out where they are told', () => {
  expect(findingOf(one({ ...RETURNED, more: { RssFile: 40 * MIB } }), 'madv-free').text).toMatch(/^350 MiB/);
});

it.each([
  ['go1.14', undefined, true],
  ['go1.14', 'madvdontneed=1', false],
  ['go1.11', undefined, false],
  ['go1.22', undefined, false],
  ['go1.22', 'madvdontneed=0', true],
])('%s with GODEBUG=%s', (goVersion, godebug, speaks) => {
  expect(idsOf(one(RETURNED, { goVersion, ...(godebug ? { godebug } : {}) })).includes('madv-free')).toBe(speaks);
});

it.each<[string, Partial<Level>]>([
  ['less than 16 MiB', { residual: 15 * MIB }],
  ['less than a tenth of RSS', { heap: 4000 * MIB }],
  ['more than was released explains', { released: 200 * MIB }],
  ['LazyFree is told to be little', { more: { LazyFree: MIB } }],
  ['RSS is not told', { residual: undefined }],
])('is silent where %s', (_, change) => {
  expect(idsOf(one({ ...RETURNED, ...change }))).not.toContain('madv-free');
});

it('is silent where the live heap rises', () => {
  const at = (minutes: number, n: number) => ({ ...RETURNED, heap: (50 + 10 * minutes) * MIB, gcs: n });
  const findings = diagnoseProgram({ samples: 80, at, process: { goVersion: 'go1.14' } });
  expect(idsOf(findings)).toEqual(['live-heap-rises']);
});

describe('where GODEBUG is not told', () => {
  const burst = (stays: boolean) => (_: number, n: number) =>
    n < 5
      ? { heap: 200 * MIB, residual: 8 * MIB }
      : { heap: 4 * MIB, released: 196 * MIB, residual: (stays ? 204 : 8) * MIB };
  const idsAfter = (stays: boolean, godebug?: string) =>
    idsOf(diagnoseProgram({ samples: 8, at: burst(stays), process: { goVersion: 'go1.22.1', godebug } }));

  it('believes what it saw: released, and RSS did not fall', () => {
    expect(idsAfter(true)[0]).toBe('madv-free');
  });

  it('and the other way round, whatever the version says', () => {
    const at = (minutes: number, n: number) =>
      n < 8 ? burst(false)(minutes, n) : { heap: 4 * MIB, released: 196 * MIB, residual: 100 * MIB };
    const findings = diagnoseProgram({ samples: 12, at, process: { goVersion: 'go1.14' } });
    expect(idsOf(findings)).not.toContain('madv-free');
  });

  it('but GODEBUG where it is told', () => {
    expect(idsAfter(true, 'madvdontneed=1')).not.toContain('madv-free');
  });
});
