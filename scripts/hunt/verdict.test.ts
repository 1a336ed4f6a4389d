/** @jest-environment node */
import { rangeOf, stackNamed, timesOf } from '../../src/core/growth/testing';
import { parseHuntArgs, type HuntOptions } from './args';
import { toJson } from './json';
import { verdictOf } from './verdict';

const SCRAPES = 60;
const GLOG = 'github.com/golang/glog.(*fileSink).flushDaemon';

/** Minutes of scrapes, a second apart, of a stack that grows by one each time, or stays. */
function watched(functions: string[], { grows = true, build = NaN, scrapes = SCRAPES } = {}) {
  const times = timesOf(scrapes, 1_000);
  const counts = [times.map((_, row) => (grows ? row : 30))];
  return {
    range: rangeOf({ times, stacks: [stackNamed('leak', functions)], counts }),
    scrapes,
    failed: 0,
    builds: times.filter((_, row) => row === build),
  };
}

function verdict(seen: ReturnType<typeof watched>, ...argv: string[]) {
  const options = parseHuntArgs(['http://host', '--every', '1s', '--for', '1m', ...argv]) as HuntOptions;
  const all = verdictOf({ ...seen, builds: [...seen.builds] }, options);
  return {
    exitCode: all.exitCode,
    leaks: all.found.suspects.length,
    caveats: toJson(all).caveats.map(({ kind }) => kind),
  };
}

it('is 1 for a leak, 0 for none', () => {
  expect(verdict(watched(['main.leak']))).toMatchObject({ exitCode: 1, leaks: 1 });
  expect(verdict(watched(['main.pool'], { grows: false }))).toMatchObject({ exitCode: 0, leaks: 0 });
});

it('is 2 for too few scrapes, whatever they seem to show', () => {
  const { caveats, exitCode } = verdict(watched(['main.leak'], { scrapes: 15 }));
  expect(exitCode).toBe(2);
  expect(caveats).toContain('too few scrapes');
});

it('is 2 for a new build that was not judged, but 1 where the one before it leaked', () => {
  const late = { build: 50 };
  expect(verdict(watched(['main.pool'], { ...late, grows: false }))).toMatchObject({ exitCode: 2, leaks: 0 });
  expect(verdict(watched(['main.leak'], late))).toMatchObject({ exitCode: 1, leaks: 1 });
  expect(verdict(watched(['main.leak'], late)).caveats).toContain('deploy too new');
});

it('leaves out what goleak does, unless told not to, and what it is told to', () => {
  const glog = watched(['runtime.gopark', GLOG]);
  expect(verdict(glog).exitCode).toBe(0);
  expect(verdict(glog, '--no-preset').exitCode).toBe(1);
  expect(verdict(glog, '--no-preset', '--ignore', 'nothing', '--ignore', 'flushDaemon$').exitCode).toBe(0);
});

it('asks for as much growth as it is told to', () => {
  // 59 are won in the minute.
  expect(verdict(watched(['main.leak']), '--min-rise', '40').exitCode).toBe(1);
  expect(verdict(watched(['main.leak']), '--min-rise', '80').exitCode).toBe(0);
});
