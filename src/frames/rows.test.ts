import { seeded } from '../core/history/testing';
import { rowsOf } from './rows';

const SET = 15_000;
const STRETCHED = 100_000;

/** Times that are so far apart. */
const timesAt = (...apart: number[]) => {
  let at = 0;
  return Float64Array.from([0, ...apart], (gap) => (at += gap));
};
/** Between which scrapes the line breaks. */
const breaks = (...args: Parameters<typeof rowsOf>) => {
  const { scrapes } = rowsOf(...args);
  return [...scrapes].flatMap((scrape, row) => (scrape === -1 ? [scrapes[row - 1]!] : []));
};

test('nobody was sampling for three intervals: a break; twice late is none', () => {
  const times = timesAt(SET, 2.9 * SET, SET, 3.1 * SET, SET);
  expect(breaks({ times, restarts: [] }, SET)).toEqual([3]);
});

test('a stretched interval is no gap, however it began and ended; a real one within it is', () => {
  const times = timesAt(SET, SET, STRETCHED, STRETCHED, 4 * STRETCHED, STRETCHED, SET, 4 * SET, SET);
  const intervals = [
    { fromMs: times[0]!, intervalMs: SET },
    { fromMs: times[2]!, intervalMs: STRETCHED },
    { fromMs: times[6]!, intervalMs: SET },
  ];
  // It is as set again by now, and stretched no less in the past.
  expect(breaks({ times, restarts: [] }, SET, intervals)).toEqual([4, 7]);
});

test('by the interval that each scrape was due at, whatever is kept now: against every pair looked at by itself', () => {
  const random = seeded(11);
  for (let run = 0; run < 200; run++) {
    const intervals = Float64Array.from({ length: 40 }, () => [1_000, SET, STRETCHED][random(3)]!);
    const late = Array.from(intervals, () => [0.5, 1, 2.9, 3, 3.1, 6][random(6)]!);
    const times = timesAt(...[...intervals].map((ms, i) => ms * late[i]!)).slice(1);
    const restarts = [...times.keys()].filter((row) => row > 0 && random(20) === 0);
    const want = [...times.keys()].slice(0, -1).filter((row) => {
      const apart = times[row + 1]! - times[row]!;
      return restarts.includes(row + 1) || (apart > 3 * intervals[row + 1]! && apart > 5_000);
    });
    expect(breaks({ times, restarts, intervals }, 2_000)).toEqual(want);
  }
});

test('a stretch of 60 s within a history of 15 s is no gap, however short it is', () => {
  const steps = [...Array<number>(20).fill(SET), 60_000, 60_000, 60_000, ...Array<number>(20).fill(SET)];
  const times = timesAt(...steps);
  expect(breaks({ times, restarts: [], intervals: Float64Array.from([SET, ...steps]) }, SET)).toEqual([]);
  // Which the steps around it do not tell.
  expect(breaks({ times, restarts: [] }, SET)).toEqual([20, 21, 22]);
});

test('what another page sampled is measured by what was usual then, whatever the settings are now', () => {
  const [then, now] = [15_000, 2_000];
  const steps = [
    ...Array<number>(20).fill(then),
    4 * then,
    ...Array<number>(20).fill(then),
    ...Array<number>(20).fill(now),
  ];
  const times = timesAt(...steps);
  const intervals = [{ fromMs: times[41]!, intervalMs: now }];
  expect(breaks({ times, restarts: [] }, now, intervals)).toEqual([20]);
});

test('where there is too little of it, by the first interval of this page', () => {
  const times = timesAt(STRETCHED, STRETCHED, 4 * STRETCHED, STRETCHED, SET);
  const intervals = [
    { fromMs: times[3]! + 1, intervalMs: STRETCHED },
    { fromMs: times[4]!, intervalMs: SET },
  ];
  expect(breaks({ times, restarts: [] }, SET, intervals)).toEqual([2]);
});

test('what another recorded is measured by its own step, the joint too; the spans say who recorded what', () => {
  const step = 600_000;
  const times = timesAt(step, step, 4 * step, step, 2 * step, SET, SET, 4 * SET);
  const origins = [
    { row: 0, origin: { from: 'Prometheus' as const, stepMs: step } },
    { row: 5, origin: { from: 'sampled' as const } },
  ];
  const facts = { times, restarts: [], origins };
  const intervals = [{ fromMs: times[5]!, intervalMs: SET }];
  expect(breaks(facts, SET, intervals)).toEqual([2, 7]);
  expect(rowsOf(facts, SET, intervals).origins).toEqual([
    { origin: 'Prometheus', fromMs: 0, toMs: times[4] },
    { origin: 'sampled', fromMs: times[5], toMs: times[8] },
  ]);
  expect(rowsOf({ times, restarts: [] }, SET).origins).toBeUndefined();
});
