/** @jest-environment node */
import type { ProcessFacts } from '../scrape';
import { seenDeploys } from './seen';
import { historyOf, START_MS, MINUTE } from './testing';

const seen = (process: (minute: number) => ProcessFacts) =>
  seenDeploys(historyOf({ minutes: 10, counts: { a: () => 5 }, process }).range(0, Infinity)).map(
    ({ atMs, name, seenBy }) => [(atMs - START_MS) / MINUTE, name, seenBy]
  );

test('another version is a deploy, at the restart that it came with', () => {
  expect(
    seen((minute) => ({ startTimeMs: minute < 5 ? 1_000_000 : 2_000_000, version: minute < 5 ? 'v1.4.1' : 'v1.4.2' }))
  ).toEqual([[5, 'v1.4.2', 'version']]);
});

test('facts that come one after another are one deploy, dated at the restart', () => {
  // /metrics failed for a minute after the restart; the profile told the build id at once.
  expect(
    seen((minute) => ({
      buildId: minute < 5 ? 'aaaaaaaaaa' : 'bbbbbbbbbb',
      ...(minute < 5 ? { version: 'v1' } : minute < 6 ? {} : { version: 'v2' }),
    }))
  ).toEqual([[5, 'build bbbbbbb', 'build id']]);
});

test('a restart of the same build is none', () => {
  expect(seen((minute) => ({ startTimeMs: minute < 5 ? 1_000_000 : 2_000_000, buildId: 'same' }))).toEqual([]);
});

test('what is told for the first time is none, nor what is not told any more', () => {
  expect(seen((minute) => (minute < 5 ? {} : { version: 'v1' }))).toEqual([]);
  expect(seen((minute) => (minute < 5 ? { version: 'v1' } : {}))).toEqual([]);
});

test('a fact is compared with the last one told, over processes that did not tell it', () => {
  const start = (minute: number) => ({ startTimeMs: minute < 3 ? 1e6 : minute < 6 ? 2e6 : 3e6 });
  const version = (minute: number) => (minute < 3 ? { version: 'v1' } : minute < 6 ? {} : { version: 'v2' });
  expect(seen((minute) => ({ ...start(minute), ...version(minute) }))).toEqual([[6, 'v2', 'version']]);
});

test('another Go version alone is named by it', () => {
  expect(seen((minute) => ({ goVersion: minute < 5 ? 'go1.22.4' : 'go1.26.0' }))).toEqual([
    [5, 'Go 1.26.0', 'Go version'],
  ]);
});

test('another word for the same process is none', () => {
  // The memory source changed from /metrics to expvar, and they do not agree.
  expect(seen((minute) => ({ startTimeMs: 1e6, version: minute < 5 ? 'v1.4.2' : '1.4.2+dirty' }))).toEqual([]);
});
