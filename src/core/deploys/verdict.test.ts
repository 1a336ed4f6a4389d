/** @jest-environment node */
import { verdictOf, verdictOfAll } from './verdict';

const pace = (low: number, perMinute: number, high: number) => ({ low, perMinute, high });
const leak = pace(11, 12, 13);
const none = pace(-0.1, 0, 0.1);

test.each([
  ['gone', leak, none, 'fixed'],
  ['a tenth is left, surely below a fifth', leak, pace(1, 1.2, 1.4), 'fixed'],
  ['half is left', leak, pace(5, 6, 7), 'improved'],
  ['the same', leak, pace(10.5, 11.5, 12.5), 'unchanged'],
  ['intervals that overlap', leak, pace(9, 10, 11.5), 'unchanged'],
  ['faster', leak, pace(20, 21, 22), 'worse'],
  ['might be gone or as before', leak, pace(-5, 4, 13), 'not enough data'],
  ['less, by how much is not known', leak, pace(-2, 3, 8), 'improved'],
  ['none before, none after', none, none, 'unchanged'],
  ['new', none, leak, 'worse'],
  ['not sure before, not sure after', pace(-1, 1, 3), pace(-1, 1, 3), 'unchanged'],
] as const)('%s', (_, before, after, expected) => {
  expect(verdictOf(before, after, 30)).toBe(expected);
});

test('a second span in which the old pace would not have shown tells nothing', () => {
  expect(verdictOf(pace(0.9, 1, 1.1), none, 4)).toBe('not enough data');
  expect(verdictOf(pace(0.9, 1, 1.1), none, 6)).toBe('fixed');
});

test('all together', () => {
  expect(verdictOfAll(['fixed', 'fixed'])).toBe('fixed');
  expect(verdictOfAll(['fixed', 'unchanged'])).toBe('improved');
  expect(verdictOfAll(['fixed', 'not enough data'])).toBe('improved');
  expect(verdictOfAll(['fixed', 'worse'])).toBe('worse');
  expect(verdictOfAll(['unchanged', 'not enough data'])).toBe('not enough data');
  expect(verdictOfAll([])).toBe('unchanged');
});
