/** @jest-environment node */
import { band, checkMemory } from './bands';
import { parseHeapTrailer } from './trailer';

// The ends of two heap profiles that a hunt of days printed (write-up 5), with the lines that it left out left out. Of the
// lines with two figures it has one, sys; inuse is put as high here.

const FIRST = `# runtime.MemStats
# Sys = 4223095608
# HeapIdle = 167993344
# HeapReleased = 0
# DebugGC = false
`;

const LATER = `# runtime.MemStats
# Sys = 9180321800
# HeapSys = 7991754752
# HeapIdle = 2413297664
# HeapReleased = 0
# Stack = 729907200 / 729907200
# MSpan = 108544000 / 108544000
# MCache = 16384 / 16384
# BuckHashSys = 3443088
# GCSys = 320460800
# OtherSys = 26195576
# DebugGC = false
`;

it('parse, and what was not printed stays not told', () => {
  expect(parseHeapTrailer(FIRST).values).toEqual({ Sys: 4223095608, HeapIdle: 167993344, HeapReleased: 0 });
  expect(Object.keys(parseHeapTrailer(LATER).values)).toHaveLength(13);
});

it('add up to the byte, and not by one more', () => {
  expect(checkMemory(parseHeapTrailer(FIRST))).toEqual([]);
  expect(checkMemory(parseHeapTrailer(LATER))).toEqual([]);
  expect(checkMemory(parseHeapTrailer(LATER.replace('9180321800', '9180321801')))).toEqual([
    expect.stringMatching(/^Sys is 9,180,321,801 bytes, .* are 9,180,321,800$/),
  ]);
});

it('make bands: nothing was released, so Go believes all of Sys to be resident', () => {
  const first = parseHeapTrailer(FIRST).values;
  expect([band('goResident', first), band('idle', first)]).toEqual([4223095608, 167993344]);
  const { HeapIdle = NaN, HeapSys = NaN, ...later } = parseHeapTrailer(LATER).values;
  // HeapInuse was not printed: it is what of HeapSys is not idle.
  const values = { ...later, HeapIdle, HeapSys, HeapInuse: HeapSys - HeapIdle };
  expect(values.HeapInuse).toBe(5578457088);
  expect(band('runtime', values)).toBe(458659848);
  expect(values.HeapInuse + band('idle', values) + band('stacks', values) + band('runtime', values)).toBe(9180321800);
  expect(band('goResident', values)).toBe(9180321800);
});
