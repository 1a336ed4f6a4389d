/** @jest-environment node */
import { collected, diagnoseProgram, findingOf, idsOf, type Level } from '../testing';
import { MIB } from '../words';

const flat =
  (bytes: number, change: (minutes: number) => Partial<Level> = () => ({})) =>
  (minutes: number, n: number): Level => {
    const { gcs } = collected(1, n);
    return { heap: bytes, gcs, residual: 5 * MIB, ...change(minutes) };
  };

it('says it in so many words', () => {
  const [verdict] = diagnoseProgram({ samples: 240, at: flat(600 * MIB) });
  expect(verdict).toMatchObject({ id: 'high-but-flat', severity: 'ok', title: 'High but flat: not a leak now' });
  expect(verdict?.text).toMatch(/^RSS is 610 MiB, and went by 0 MiB per day/);
});

it.each([
  [100, 130, true],
  [100, 170, false],
])('high is 70 %% of a limit: %d MiB and 10 of Go and others, of %d MiB', (mb, limit, speaks) => {
  const ids = idsOf(diagnoseProgram({ samples: 240, at: flat(mb * MIB) }, { limitBytes: limit * MIB }));
  expect(ids.includes('high-but-flat')).toBe(speaks);
});

it.each<[string, (minutes: number, n: number) => Level]>([
  ['it is not high', flat(200 * MIB)],
  ['it rises', flat(600 * MIB, (minutes) => ({ residual: (5 + minutes) * MIB }))],
  ['it falls', flat(600 * MIB, (minutes) => ({ residual: (65 - minutes) * MIB }))],
  ['it goes up and down', flat(600 * MIB, (minutes) => ({ residual: (minutes % 10) * 12 * MIB }))],
])('is silent where %s', (_, at) => {
  expect(idsOf(diagnoseProgram({ samples: 240, at }))).not.toContain('high-but-flat');
});

it('tells the share of the limit', () => {
  const finding = findingOf(
    diagnoseProgram({ samples: 240, at: flat(90 * MIB) }, { limitBytes: 125 * MIB }),
    'high-but-flat'
  );
  expect(finding.text).toMatch(/80 % of the memory limit/);
});

describe('after a start', () => {
  /** Fills for ten minutes, and stays. */
  const filled = (minutes: number, n: number) => flat(Math.min(1, (minutes + 1) / 11) * 600 * MIB)(minutes, n);

  it('speaks once it has been flat for longer than it filled, and tells how long', () => {
    const finding = findingOf(diagnoseProgram({ samples: 4 * 24 + 1, at: filled }), 'high-but-flat');
    expect(finding.text).toMatch(/ in 1[45]\.?\d* min; live heap 600 MiB/);
    expect(finding.cannotSee).toMatch(/^What happened before: 1[45]\.?\d* min were looked at/);
  });

  it('is silent before', () => {
    expect(idsOf(diagnoseProgram({ samples: 4 * 15 + 1, at: filled }))).not.toContain('high-but-flat');
  });
});

it.each([
  [50, false],
  [70, true],
])('takes a minute to tell: %d s at one scrape a second', (seconds, speaks) => {
  const ids = idsOf(diagnoseProgram({ samples: seconds + 1, everyMs: 1000, at: flat(600 * MIB) }));
  expect(ids.includes('high-but-flat')).toBe(speaks);
});
