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
  // Without what is known of it, all of it would be gaps.
  expect(breaks({ times, restarts: [] }, SET)).toEqual([2, 3, 4, 5, 7]);
});

test('what another page sampled is measured by the first interval of this one', () => {
  const times = timesAt(STRETCHED, STRETCHED, 4 * STRETCHED, STRETCHED, SET);
  const intervals = [
    { fromMs: times[3]! + 1, intervalMs: STRETCHED },
    { fromMs: times[4]!, intervalMs: SET },
  ];
  expect(breaks({ times, restarts: [] }, SET, intervals)).toEqual([2]);
});
