/** @jest-environment node */
import { collected, diagnoseProgram, findingOf, idsOf, type Level } from '../testing';
import { MIB } from '../words';

const cgo =
  (perMinute: number, change: Partial<Level> = {}) =>
  (minutes: number, n: number): Level => ({
    ...collected(50 * MIB, n),
    released: 20 * MIB,
    residual: (30 + perMinute * minutes) * MIB,
    ...change,
  });
const TOLD = { godebug: '' };

it('tells the pace of what Go does not account for', () => {
  const finding = findingOf(diagnoseProgram({ samples: 240, at: cgo(3), process: TOLD }), 'off-heap');
  expect(finding.text).toMatch(/: 3 MiB per minute \(95 %: .*\), while Go’s own part stayed at about \d+ MiB\.$/);
  expect(finding.severity).toBe('warning');
});

it('comes with a forecast where there is a limit', () => {
  // RSS is 345 MiB at the end at most: 5 minutes or a little more at 3 MiB per minute.
  const [verdict] = diagnoseProgram({ samples: 240, at: cgo(3), process: TOLD }, { limitBytes: 330 * MIB });
  expect(verdict).toMatchObject({ id: 'off-heap', severity: 'critical' });
});

it.each<[string, (minutes: number, n: number) => Level]>([
  ['the residual is level', cgo(0)],
  ['it rises by 6 MiB in the hour', cgo(0.1)],
  ['it is of file pages', (m, n) => cgo(3, { more: { RssFile: (30 + 3 * m) * MIB } })(m, n)],
  ['it is what MADV_FREE left', (m, n) => cgo(3, { more: { LazyFree: (30 + 3 * m) * MIB } })(m, n)],
  ['it is below zero: mapped memory is touched at last', (m, n) => cgo(3, { residual: (3 * m - 400) * MIB })(m, n)],
  ['Go’s own part rises as well', (m, n) => cgo(3, { idle: 3 * m * MIB })(m, n)],
  ['RSS is not told', (m, n) => cgo(3, { residual: undefined })(m, n)],
])('is silent where %s', (_, at) => {
  expect(idsOf(diagnoseProgram({ samples: 240, at, process: TOLD }))).not.toContain('off-heap');
});

it('takes what was released for resident where it may be', () => {
  // As much is released as the residual rises by.
  const at = (m: number, n: number) => cgo(3, { released: (20 + 3 * m) * MIB, residual: (10 + 3 * m) * MIB })(m, n);
  expect(idsOf(diagnoseProgram({ samples: 240, at, process: { goVersion: 'go1.14' } }))).not.toContain('off-heap');
  expect(idsOf(diagnoseProgram({ samples: 240, at, process: TOLD }))).toContain('off-heap');
});
