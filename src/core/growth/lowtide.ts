import { runsOf } from './cells';

/**
 * The low tide: at each point the least of the `window` values that end there, in O(n) (Lemire 2006, "Streaming
 * Maximum-Minimum Filter Using No More than Three Comparisons per Element"). Never across a cut: a run of n values gives
 * n - window + 1, a shorter run gives none. `index[i]` is the last value that `values[i]` has seen.
 *
 * With a window as long as the load's wave each one has a trough in it, so the tide is level as long as troughs are, and
 * rises with what does not go away.
 */
export function lowTide(
  values: Float64Array,
  window: number,
  starts: readonly number[] = [0]
): { values: Float64Array; index: Int32Array; starts: number[] } {
  if (!(window >= 1)) {
    throw new RangeError(`a window of ${window} values`);
  }
  const tide: number[] = [];
  const index: number[] = [];
  const tideStarts: number[] = [];
  // Indexes whose values ascend: the first is the least of the window.
  const queue = new Int32Array(values.length);
  for (const { from, to } of runsOf(starts, values.length)) {
    let head = 0;
    let tail = 0;
    if (to - from >= window) {
      tideStarts.push(tide.length);
    }
    for (let i = from; i < to; i++) {
      while (tail > head && (values[queue[tail - 1] as number] as number) >= (values[i] as number)) {
        tail--;
      }
      queue[tail++] = i;
      if ((queue[head] as number) <= i - window) {
        head++;
      }
      if (i - from + 1 >= window) {
        tide.push(values[queue[head] as number] as number);
        index.push(i);
      }
    }
  }
  return { values: Float64Array.from(tide), index: Int32Array.from(index), starts: tideStarts };
}
