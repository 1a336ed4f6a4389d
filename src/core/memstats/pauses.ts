import type { GcPause } from '../scrape';

/**
 * The last (at most 256) stop-the-world pauses, oldest first, from MemStats' circular buffers: the newest is at
 * (NumGC + 255) % 256 (runtime/mstats.go).
 *
 * @param pauseNs nanoseconds; @param pauseEnd nanoseconds since 1970, rounded to what a number holds (256 ns)
 */
export function gcPauses(pauseNs: readonly number[], pauseEnd: readonly number[], numGC: number): GcPause[] {
  const size = Math.min(pauseNs.length, pauseEnd.length);
  const held = Math.min(numGC, size);
  const result: GcPause[] = [];
  for (let back = held; back > 0; back--) {
    const at = (numGC - back) % size;
    result.push({ endMs: (pauseEnd[at] as number) / 1e6, ns: pauseNs[at] as number });
  }
  return result;
}
