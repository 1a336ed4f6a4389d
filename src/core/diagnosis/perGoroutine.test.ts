/** @jest-environment node */
import { seededRandom } from '../growth/random';
import { floorOf } from './floor';
import { perGoroutine } from './perGoroutine';

const KIB = 1024;

interface Program {
  scrapes: number;
  /** Bytes that each goroutine takes. */
  stack: number;
  heap: number;
  /** Scrapes between two collections, and bytes of garbage a scrape. */
  every: number;
  garbage: number;
}

/** A program whose goroutines rise by 3 a scrape, with garbage on top of what they hold. */
function memoryOf({ every, garbage, heap, scrapes, stack }: Program) {
  const random = seededRandom(3);
  const rows = Array.from({ length: scrapes }, (_, i) => i);
  const times = Float64Array.from(rows, (i) => 15_000 * i);
  const goroutines = Float64Array.from(rows, (i) => 40 + 3 * i + Math.floor(4 * random()));
  const stackInuse = goroutines.map((count) => 300 * KIB + stack * count);
  const values = goroutines.map((count, i) => 5e6 + heap * count + garbage * (i % every));
  const numGC = Float64Array.from(rows, (i) => Math.floor(i / every));
  const floor = floorOf({ times, values, segments: [{ from: 0, to: scrapes }] }, numGC);
  return { memory: { times, goroutines, stackInuse, floor }, values };
}

const USUAL: Program = { scrapes: 400, stack: 8 * KIB, heap: 19 * KIB, every: 7, garbage: 2e6 };

it('stack and heap of one goroutine more, whatever garbage there is between collections', () => {
  const found = perGoroutine(memoryOf(USUAL).memory)!;
  expect(found.stack).toBeCloseTo(8 * KIB, 0);
  expect(found.heap! / KIB).toBeCloseTo(19, 0);
});

it('says 0 for a heap that does not rise with them, and nothing of one that rises too steeply to be theirs', () => {
  expect(perGoroutine(memoryOf({ ...USUAL, heap: 0 }).memory)!.heap).toBe(0);
  const steep = perGoroutine(memoryOf({ ...USUAL, heap: 3e6 }).memory)!;
  expect(steep.stack).toBeCloseTo(8 * KIB, 0);
  expect(steep).not.toHaveProperty('heap');
});

it('does not know the heap before it was collected twice', () => {
  expect(perGoroutine(memoryOf({ ...USUAL, scrapes: 12 }).memory)).not.toHaveProperty('heap');
  expect(perGoroutine(memoryOf({ ...USUAL, scrapes: 60 }).memory)).toHaveProperty('heap');
});

it('is silent where stacks do not rise with goroutines', () => {
  expect(perGoroutine(memoryOf({ ...USUAL, stack: 100 }).memory)).toBeUndefined();
});
