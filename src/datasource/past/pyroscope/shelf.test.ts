import { goroutines } from './goroutines';
import type { Moment } from './recipe';
import { Shelf } from './shelf';

const STEP = 60_000;

/** One and the same profile of so many stacks. */
function momentOf(stacks: number): (atMs: number) => Moment {
  const profile = { nodes: new Uint32Array(stacks), counts: new Float64Array(stacks) };
  return (atMs) => ({ atMs, total: 1, profile });
}

function shelfOf(buckets: number, stacks: number): Shelf {
  const shelf = new Shelf('x', goroutines(), STEP);
  const moment = momentOf(stacks);
  for (let i = 0; i < buckets; i++) {
    shelf.put(i * STEP, { bucket: moment((i + 0.5) * STEP), isWhole: true });
  }
  return shelf;
}

test('keeps the newest 360 buckets, and of heavy ones fewer, but for always those of a range', () => {
  const kept = (buckets: number, stacks: number) => [...shelfOf(buckets, stacks).all!.columns.times];
  expect(kept(500, 2_000)).toEqual(Array.from({ length: 360 }, (_, i) => (140.5 + i) * STEP));
  // 12 bytes a value: 96 MB.
  expect(kept(500, 100_000)).toEqual(Array.from({ length: 80 }, (_, i) => (420.5 + i) * STEP));
  expect(shelfOf(60, 100_000).missing(0, 60 * STEP, () => true)).toEqual([]);
});
