import type { Segment } from '../growth/segments';
import type { Series } from './series';

/** Fewer samples than this do not find a cycle's floor when collections are as fast as scrapes. */
const LEAST_SAMPLES = 4;

/**
 * What is left of the heap after each collection: the least HeapAlloc of each GC cycle, at the moment of that sample.
 * HeapAlloc itself is a saw-tooth between collections, and its top says what garbage there was. Cycles are told apart by
 * NumGC; the first of a segment is dropped, for what came before its first sample was not seen. Where a cycle has fewer
 * than four samples, as many cycles are taken together.
 */
export function floorOf(heap: Series, numGC: Float64Array): Series {
  const times: number[] = [];
  const values: number[] = [];
  const segments: Segment[] = [];
  for (const { from, to } of heap.segments) {
    const first = values.length;
    let row = from;
    while (row < to && numGC[row] === numGC[from]) {
      row++;
    }
    while (row < to) {
      let end = row;
      let least = row;
      while (end < to && (end - row < LEAST_SAMPLES || numGC[end] === numGC[end - 1])) {
        if ((heap.values[end] as number) < (heap.values[least] as number)) {
          least = end;
        }
        end++;
      }
      times.push(heap.times[least] as number);
      values.push(heap.values[least] as number);
      row = end;
    }
    if (values.length > first) {
      segments.push({ from: first, to: values.length });
    }
  }
  return { times: Float64Array.from(times), values: Float64Array.from(values), segments };
}
