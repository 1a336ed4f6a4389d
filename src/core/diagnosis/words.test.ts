/** @jest-environment node */
import { bytesPaceText, countPaceText, each, forecastText, mib, MIB } from './words';

it.each([
  [390 * MIB, '390 MiB'],
  [4.24 * MIB, '4.2 MiB'],
  [4 * MIB, '4 MiB'],
  [9.96 * MIB, '10 MiB'],
  [-1234 * MIB, '-1,234 MiB'],
  [-15.4 * MIB, '-15 MiB'],
  [9180321800, '8,755 MiB'],
])('%d is %s', (bytes, text) => expect(mib(bytes)).toBe(text));

it('tells small things in KiB', () => {
  expect([each(38 * 1024), each(1023 * 1024), each(1.5 * MIB)]).toEqual(['38 KiB', '1,023 KiB', '1.5 MiB']);
});

it.each([
  [7.25, '7.3 MiB per minute (95 %: 3.6 to 15)'],
  [0.1, '6 MiB per hour (95 %: 3 to 12)'],
  [0.01, '14 MiB per day (95 %: 7.2 to 29)'],
])('%d MiB per minute', (perMinute, text) => {
  expect(bytesPaceText({ perMinute: perMinute * MIB, low: (perMinute * MIB) / 2, high: perMinute * 2 * MIB })).toBe(
    text
  );
});

it('counts as well', () => {
  expect(countPaceText({ perMinute: 0.5, low: 0.25, high: 1 })).toBe('30 per hour (95 %: 15 to 60)');
  expect(countPaceText({ perMinute: 9756, low: 998.2, high: 11_514 })).toBe('9,756 per minute (95 %: 998 to 11,514)');
});

it.each([
  [{ minutes: 42, earliest: 35, latest: 53 }, 'in about 42 min (95 %: 35 min to 53 min)'],
  [{ minutes: 42, earliest: 35, latest: Infinity }, 'in about 42 min (95 %: 35 min at the earliest)'],
  [{ minutes: 50_000, earliest: 35, latest: Infinity }, ''],
])('%o', (forecast, text) => expect(forecastText(forecast)).toBe(text));
