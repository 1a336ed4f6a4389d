import { askFlameGraph, type ProfileKind } from './ask';
import { bucketOf } from './bucket';
import type { Recipe } from './recipe';

/**
 * Goroutine profiles as scrapers store them (Alloy, and what else takes /debug/pprof/goroutine), and as Pyroscope’s own
 * Go library does.
 */
export const GOROUTINES: ProfileKind = {
  name: 'goroutine',
  types: ['goroutine:goroutine:count:goroutine:count', 'goroutines:goroutine:count:goroutine:count'],
};

/** A bucket of goroutine profiles is their average: they tell themselves how many were added up. */
export function goroutines(): Recipe {
  return {
    kind: GOROUTINES,
    isExpected: true,
    read: async (bucket, { profileTypeId }, calls) => {
      const { fromMs, toMs } = bucket;
      // The end belongs to what follows.
      const frame = await askFlameGraph({ ...bucket, toMs: toMs - 1 }, GOROUTINES, profileTypeId);
      return bucketOf(frame, calls, fromMs, toMs);
    },
    columns: (moments, calls, stepMs) => ({
      origin: 'Pyroscope',
      stepMs,
      times: Float64Array.from(moments, ({ atMs }) => atMs),
      totals: Float64Array.from(moments, ({ total }) => total),
      profiles: { calls, rows: moments.map(({ profile }) => profile) },
      memory: [],
      process: [],
    }),
  };
}
