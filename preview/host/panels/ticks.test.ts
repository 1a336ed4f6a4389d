import { ticksTo } from './ticks';

const whole = { whole: true };

test('round steps that reach the largest value', () => {
  expect(ticksTo(23, 5, whole)).toEqual([0, 5, 10, 15, 20, 25]);
  expect(ticksTo(100, 4, whole)).toEqual([0, 50, 100]);
  expect(ticksTo(0.7, 4, { whole: false }).map((tick) => tick.toFixed(1))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8']);
});

test('bytes in powers of two', () => {
  const MIB = 1024 * 1024;
  expect(ticksTo(25_000_000, 3, { unit: 'bytes', whole: true })).toEqual([0, 8 * MIB, 16 * MIB, 24 * MIB]);
});

test('counts have no fractions between them', () => {
  expect(ticksTo(2, 5, whole)).toEqual([0, 1, 2]);
});

test('nothing to reach: an axis all the same', () => {
  expect(ticksTo(0, 5, whole)).toEqual([0, 1]);
  expect(ticksTo(Number.NaN, 5, whole)).toEqual([0, 1]);
});
