/** @jest-environment node */
import type { MemorySample } from '../scrape';
import { band, bandColumn, BAND_NAMES, checkMemory } from './bands';
import { madvise } from './madvise';

const values = {
  Sys: 100,
  HeapSys: 60,
  HeapInuse: 40,
  HeapIdle: 20,
  HeapReleased: 15,
  HeapAlloc: 30,
  StackSys: 10,
  MSpanSys: 5,
  MCacheSys: 1,
  BuckHashSys: 4,
  GCSys: 12,
  OtherSys: 8,
  RSS: 70,
};
const check = (more: MemorySample['values']) => checkMemory({ source: '/metrics', values: { ...values, ...more } });

describe('bands', () => {
  it('follow the formulas', () => {
    expect(Object.fromEntries(BAND_NAMES.map((name) => [name, band(name, values)]))).toEqual({
      live: 30,
      fragmentation: 10,
      idle: 5,
      stacks: 10,
      runtime: 30,
      goResident: 85,
      residual: -15,
      released: 15,
    });
  });

  it('are NaN where a field is missing, and only those', () => {
    const { RSS, ...rest } = values;
    expect(RSS).toBe(70);
    expect(BAND_NAMES.filter((name) => Number.isNaN(band(name, rest)))).toEqual(['residual']);
  });

  it('over columns are the same', () => {
    const column = (field: string) => Float64Array.of(values[field as keyof typeof values] ?? NaN, NaN, 0);
    for (const name of BAND_NAMES) {
      expect([...bandColumn(name, column)]).toEqual([band(name, values), NaN, 0]);
    }
  });

  it('leave the columns that they read alone', () => {
    const source = Float64Array.of(1, 2);
    bandColumn('live', () => source);
    bandColumn('fragmentation', () => source)[0] = 99;
    expect([...source]).toEqual([1, 2]);
  });
});

describe('checkMemory', () => {
  it('is content with what adds up, and with what is not told', () => {
    expect(check({})).toEqual([]);
    expect(checkMemory({ source: '/metrics', values: { Sys: 5 } })).toEqual([]);
  });

  it('names both numbers of what cannot be', () => {
    expect(check({ HeapReleased: 21 })).toEqual(["HeapReleased is 21 bytes, more than HeapIdle's 20"]);
    expect(check({ HeapInuse: 39 })).toEqual(['HeapSys is 60 bytes, but HeapInuse + HeapIdle are 59']);
    expect(check({ Sys: 101 })).toEqual([expect.stringMatching(/^Sys is 101 bytes, but its parts \(.*\) are 100$/)]);
  });
});

describe('madvise', () => {
  it.each([
    ['go1.11.13', undefined, 'MADV_DONTNEED'],
    ['go1.11.13', 'madvdontneed=0', 'MADV_DONTNEED'],
    ['go1.12', undefined, 'MADV_FREE'],
    ['go1.15.15', '', 'MADV_FREE'],
    ['go1.15.15', 'madvdontneed=1', 'MADV_DONTNEED'],
    ['go1.16', undefined, 'MADV_DONTNEED'],
    ['go1.26.8', undefined, 'MADV_DONTNEED'],
    ['go1.26.8', 'gctrace=1,madvdontneed=0', 'MADV_FREE'],
    ['go1.26.8', 'madvdontneed=0,madvdontneed=1', 'MADV_DONTNEED'],
    ['go1.22rc1 X:loopvar', '', 'MADV_DONTNEED'],
    ['devel go1.27-a1b2c3 Mon', '', 'MADV_DONTNEED'],
    [undefined, 'madvdontneed=0', 'MADV_FREE'],
    [undefined, undefined, 'unknown'],
    ['tip', '', 'unknown'],
  ])('%s with GODEBUG=%s: %s', (version, godebug, regime) => {
    expect(madvise(version, godebug).regime).toBe(regime);
  });

  it('says how it knows', () => {
    expect(madvise('go1.15').because).toBe(
      'go1.15 uses MADV_FREE by default, unless GODEBUG says otherwise (the target does not tell)'
    );
    expect(madvise('go1.26.8', '').because).toBe('go1.26.8 uses MADV_DONTNEED by default');
    expect(madvise('go1.26.8', 'madvdontneed=0').because).toBe('GODEBUG has madvdontneed=0');
  });
});
