/** @jest-environment node */
import type { ProcessFacts } from '../scrape';
import type { PostedDeploy } from './deploy';
import { deploysOf } from './merge';
import { historyOf, MINUTE, START_MS } from './testing';

const at = (minute: number, name: string): PostedDeploy => ({ atMs: START_MS + minute * MINUTE, name });
const merged = (process: (minute: number) => ProcessFacts, posted: PostedDeploy[]) =>
  deploysOf(historyOf({ minutes: 40, counts: { a: () => 5 }, process }).range(0, Infinity), posted).map(
    ({ atMs, name, seenBy }) => [(atMs - START_MS) / MINUTE, name, seenBy]
  );
const restartsAt =
  (...minutes: number[]) =>
  (minute: number): ProcessFacts => ({ startTimeMs: 1e7 * (1 + minutes.filter((one) => one <= minute).length) });

test('a posted deploy is the restart after it: the posted name, the moment of the new process', () => {
  expect(merged(restartsAt(20), [at(18.5, 'v2')])).toEqual([[20, 'v2', 'annotation']]);
});

test('and gives its name to a build that was seen', () => {
  const process = (minute: number) => ({ buildId: minute < 20 ? 'a' : 'b' });
  expect(merged(process, [at(20.5, 'v2')])).toEqual([[20, 'v2', 'annotation']]);
  expect(merged(process, [])).toEqual([[20, 'build b', 'build id']]);
});

test('without a restart near, it stays where it was posted; a restart of the same build is no deploy', () => {
  expect(merged(restartsAt(35), [at(12.3, 'flag on')])).toEqual([[12.3, 'flag on', 'annotation']]);
  // CI posts before it rolls out, so a restart that is long past is another one.
  expect(merged(restartsAt(10), [at(13, 'v2')])).toEqual([[13, 'v2', 'annotation']]);
});

test('each restart has one posted deploy, the nearest', () => {
  expect(merged(restartsAt(20, 24), [at(19, 'v2'), at(23, 'v3')])).toEqual([
    [20, 'v2', 'annotation'],
    [24, 'v3', 'annotation'],
  ]);
  expect(merged(restartsAt(20), [at(15, 'v2'), at(19, 'v3')])).toEqual([
    [15, 'v2', 'annotation'],
    [20, 'v3', 'annotation'],
  ]);
});

test('what was posted before the first scrape or after the last has nothing to part', () => {
  expect(merged(restartsAt(), [at(-5, 'v1'), at(0, 'v2'), at(50, 'v9')])).toEqual([]);
});
