import type { DumpQuery, ProfileQuery } from '../types';
import { checkDump, checkProfile } from './checkInside';

const profile = (more: Partial<ProfileQuery> = {}) => checkProfile({ refId: 'A', queryType: 'profile', ...more });
const dump = (more: Partial<DumpQuery> = {}) => checkDump({ refId: 'A', queryType: 'dump', ...more });

test('a query that says nothing is the goroutines at the end of the range', () => {
  expect(profile()).toMatchObject({
    kind: 'goroutine',
    moment: { history: 'end' },
    base: undefined,
    view: { view: 'top', order: 'flat', granularity: 'functions', top: 50 },
  });
});

test.each([
  ['start', { history: 'start' }],
  ['1795262400000', { history: { atMs: 1_795_262_400_000 } }],
  ['2026-11-21T12:00:00Z', { history: { atMs: Date.UTC(2026, 10, 21, 12) } }],
  ['file:12', { file: '12' }],
  ['v1.4.2', { history: { deploy: 'v1.4.2' } }],
  ['none', undefined],
  ['', undefined],
])('base %s', (base, found) => expect(profile({ base }).base).toEqual(found));

test('patterns are as pprof takes them', () => {
  const { filter } = profile({ focus: '(?i)GRPC', hideFrames: '^runtime' }).view;
  expect([filter.focus?.test('x/grpc'), filter.hide?.source]).toEqual([true, '^runtime']);
});

test.each([
  [{ profile: 'cpu' as never }, /“Profile” is “cpu”. It can be goroutine, heap/],
  [{ view: 'weblist' as never }, /“View” is “weblist”/],
  [{ view: 'peek' as const }, /Peek shows the callers and callees of functions: say which/],
  [{ focus: '(' }, /“Focus” is not a regular expression/],
  [{ top: 0 }, /“Top” is “0”. It takes a whole number from 1 up/],
  [{ granularity: 'packages' as never }, /“Granularity” is “packages”/],
])('%p is refused in words', (more, words) => expect(() => profile(more)).toThrow(words));

test('dump: filters, and what is refused', () => {
  expect(dump({ minMinutes: '5', state: 'chan', creator: 'main' })).toMatchObject({
    view: 'stacks',
    top: 100,
    minMinutes: 5,
    state: /chan/,
    creator: /main/,
  });
  expect(() => dump({ minMinutes: -1 })).toThrow(/“Minutes” is “-1”/);
  expect(() => dump({ creator: '[' })).toThrow(/“Created by” is not a regular expression/);
});
