/** @jest-environment node */
import { suspects } from '../growth/suspects';
import { runSteps } from '../steps';
import { attribute } from './attribution';
import { compareSteps } from './comparison';
import type { PostedDeploy } from './deploy';
import { deploysOf } from './merge';
import { spansOf } from './span';
import { historyOf, LOAD, MINUTE, rangeAtOf, START_MS, type Program } from './testing';

const minuteOf = (atMs: number) => (atMs - START_MS) / MINUTE;
const posted = (...deploys: Array<[minute: number, name: string]>): PostedDeploy[] =>
  deploys.map(([minute, name]) => ({ atMs: START_MS + minute * MINUTE, name }));

/** A program under load with one stack more, and what is made of it. */
function look(leak: (minute: number) => number, deploys: PostedDeploy[], more: Partial<Program> = {}) {
  const history = historyOf({ minutes: 60, ...more, counts: { ...LOAD, leak, ...more.counts } });
  const range = history.range(0, Infinity);
  const found = deploysOf(range, deploys);
  const spans = spansOf(range, found);
  const { suspects: leaks } = suspects(range, { deploys: found.map(({ atMs }) => atMs) });
  return {
    spans,
    leaks,
    since: leaks[0] && attribute(leaks[0], range, spans),
    compare: (before: number, after: number) =>
      runSteps(compareSteps(rangeAtOf(history), spans[before]!, spans[after]!, {})),
  };
}

const from = (start: number, perMinute: number) => (minute: number) => 10 + perMinute * Math.max(0, minute - start);

describe('since which deploy', () => {
  test('the one that it began with, and nothing before', () => {
    const { since, leaks } = look(from(30, 4), posted([10, 'v1'], [30, 'v2']));
    expect(leaks).toHaveLength(1);
    expect(since?.attribution).toMatchObject({ deploy: { name: 'v2' }, relation: 'since', before: { perMinute: 0 } });
    expect(since?.sinceBefore).toBe(false);
    expect(Math.abs(minuteOf(since!.sinceMs) - 30)).toBeLessThan(3);
  });

  test('not the newest, when it grew under the one before it too', () => {
    const { since } = look(from(20, 4), posted([20, 'v1'], [40, 'v2']));
    expect(since).toMatchObject({
      sinceBefore: false,
      attribution: { deploy: { name: 'v1' }, relation: 'since', before: { perMinute: 0 } },
    });
    expect(minuteOf(since!.sinceMs)).toBe(20);
  });

  test('none, when it grew as far back as was looked', () => {
    const { since } = look(from(0, 4), posted([20, 'v1'], [40, 'v2']));
    expect(since).toMatchObject({
      sinceBefore: true,
      attribution: { deploy: { name: 'v2' }, relation: 'also before' },
    });
    expect(since?.attribution?.before?.perMinute).toBeCloseTo(4, 0);
    expect(minuteOf(since!.sinceMs)).toBe(0);
  });

  test('none, when it began long after the last one', () => {
    const { since } = look(from(40, 8), posted([10, 'v1']));
    expect(since?.attribution).toBeUndefined();
    expect(Math.abs(minuteOf(since!.sinceMs) - 40)).toBeLessThan(2);
  });

  test('across restarts: what is lost at each does not hide the pace', () => {
    // v1 from minute 20, v2 from 40, a new process each, and the leak in both.
    const leak = (minute: number) => (minute < 20 ? 10 : 10 + 4 * (minute < 40 ? minute - 20 : minute - 40));
    const process = (minute: number) => ({
      version: `v${Math.floor(minute / 20)}`,
      startTimeMs: 1e9 * (1 + Math.floor(minute / 20)),
    });
    const { since } = look(leak, [], { process });
    expect(since?.attribution).toMatchObject({ deploy: { name: 'v1', seenBy: 'version' }, relation: 'since' });
  });

  test('without any deploy, only since when', () => {
    const { since } = look(from(30, 4), []);
    expect(since?.attribution).toBeUndefined();
  });
});

describe('two spans', () => {
  test('a leak that is mended is fixed, with both paces', () => {
    const { compare } = look((minute) => 10 + 4 * Math.min(30, minute), posted([30, 'v2']));
    const comparison = compare(0, 1);
    expect(comparison.verdict).toBe('fixed');
    const [leak] = comparison.leaks;
    expect(leak).toMatchObject({ verdict: 'fixed', leader: { key: 'leak' } });
    expect(leak?.before.perMinute).toBeCloseTo(4, 0);
    expect(leak?.after.perMinute).toBeCloseTo(0, 1);
  });

  test('a leak that came is worse', () => {
    const { compare } = look(from(30, 4), posted([30, 'v2']));
    expect(compare(0, 1)).toMatchObject({ verdict: 'worse', leaks: [{ leader: { key: 'leak' }, verdict: 'worse' }] });
  });

  test('one that goes on is unchanged, one that slows down is improved', () => {
    expect(look(from(0, 4), posted([30, 'v2'])).compare(0, 1).verdict).toBe('unchanged');
    const slower = (minute: number) => 10 + 4 * Math.min(30, minute) + 2 * Math.max(0, minute - 30);
    expect(look(slower, posted([30, 'v2'])).compare(0, 1).verdict).toBe('improved');
  });

  test('nothing before and nothing after is unchanged, and has no leaks', () => {
    expect(look(() => 10, posted([30, 'v2'])).compare(0, 1)).toMatchObject({ verdict: 'unchanged', leaks: [] });
  });

  test('too little after is said to be so, and not that it is fixed', () => {
    const { compare } = look((minute) => 10 + 4 * Math.min(57, minute), posted([57, 'v2']));
    const comparison = compare(0, 1);
    expect(comparison).toMatchObject({ verdict: 'not enough data', leaks: [] });
    expect(comparison.looked.before?.minutes).toBeGreaterThan(50);
    expect(comparison.looked.after).toBeUndefined();
  });

  test('stacks that are new and that are gone; passers-by are neither', () => {
    const { compare } = look(() => 10, posted([30, 'v2']), {
      counts: {
        ...LOAD,
        born: (minute) => (minute > 31 ? 12 : 0),
        gone: (minute) => (minute < 29 ? 7 : 0),
        once: (minute) => (minute === 45 ? 3 : 0),
      },
    });
    const { stacks } = compare(0, 1);
    expect(stacks.appeared.map(({ key }) => key)).toEqual(['born']);
    expect(stacks.vanished.map(({ key }) => key)).toEqual(['gone']);
  });

  test('what the rest did is told: a fix with no traffic is none', () => {
    const quiet = Object.fromEntries(
      Object.entries(LOAD).map(([key, count]) => [
        key,
        (minute: number) => (minute < 30 ? count(minute) : count(minute) / 10),
      ])
    );
    const { compare } = look((minute) => 10 + 4 * Math.min(30, minute), posted([30, 'v2']), { counts: quiet });
    const { rest } = compare(0, 1);
    expect(rest!.after / rest!.before).toBeLessThan(0.2);
  });
});
