import { checkEvents, checkSuspects, checkVerdict } from './check';
import type { SuspectsQuery } from '../types';

const query: SuspectsQuery = { refId: 'A', queryType: 'suspects' };

test('suspects: what is not said is left to growth’s own defaults', () => {
  expect(checkSuspects(query)).toEqual({ groupBy: 'leak', preset: true, limit: {} });
});

test('suspects: reads what a person or a variable wrote', () => {
  expect(
    checkSuspects({
      ...query,
      groupBy: 'function',
      window: '2h',
      minRise: '20',
      minPercent: 10,
      falseDiscoveryPercent: '1',
      ignore: '^mylib',
      preset: false,
      load: 'OpenFDs',
      limitGoroutines: '10000',
      limitMiB: 512,
    })
  ).toEqual({
    groupBy: 'function',
    windowMs: 7_200_000,
    minRise: 20,
    minPercent: 10,
    falseDiscoveryRate: 0.01,
    ignore: /^mylib/,
    preset: false,
    load: 'OpenFDs',
    limit: { goroutines: 10_000, bytes: 512 * 1024 * 1024 },
  });
});

test.each([
  [{ groupBy: 'colour' as 'leak' }, /“One row for each” is “colour”.*leak, stack, function/],
  [{ window: 'long' }, /“Window” is “long”.*30m/],
  [{ minRise: 'five' }, /“Minimum rise” is “five”.*from 0 up/],
  [{ minRise: -1 }, /from 0 up/],
  [{ falseDiscoveryPercent: 60 }, /“False discoveries” is “60”.*to 50/],
  [{ ignore: '(' }, /“Ignore” is not a regular expression/],
  [{ load: 'Requests' }, /no field “Requests”.*OpenFDs/],
  [{ limitGoroutines: 0 }, /“Goroutine limit” is “0”/],
])('suspects: refuses %j in words', (change, expected) => {
  expect(() => checkSuspects({ ...query, ...change })).toThrow(expected);
});

const verdict = (before?: string, after?: string) => checkVerdict({ refId: 'A', queryType: 'verdict', before, after });

test('verdict: a deploy’s name, or two times', () => {
  expect(verdict()).toEqual({});
  expect(verdict('v1.4.1', ' v1.4.2 ')).toEqual({ before: { deploy: 'v1.4.1' }, after: { deploy: 'v1.4.2' } });
  const span = { fromMs: Date.UTC(2026, 10, 21, 12), toMs: Date.UTC(2026, 10, 21, 12, 30) };
  expect(verdict('2026-11-21T12:00:00Z/2026-11-21T12:30:00Z', `${span.fromMs}/${span.toMs}`)).toEqual({
    before: span,
    after: span,
  });
});

test('verdict: a name may have slashes in it', () => {
  expect(verdict('feature/login', '2026-11/21').before).toEqual({ deploy: 'feature/login' });
  expect(verdict('feature/login', '2026-11/21').after).toEqual({ deploy: '2026-11/21' });
});

test('verdict: refuses what ends before it begins', () => {
  expect(() => verdict('2026-11-21T12:30:00Z/2026-11-21T12:00:00Z')).toThrow(/“Before” ends before it begins/);
});

test('marks: all kinds unless said', () => {
  expect(checkEvents({ refId: 'A', queryType: 'events' })).toEqual(['restarts', 'deploys', 'onsets', 'findings']);
  expect(() => checkEvents({ refId: 'A', queryType: 'events', kinds: ['moons' as 'onsets'] })).toThrow(
    /“moons”.*restarts/
  );
});
