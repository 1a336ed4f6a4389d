/** The k-th smallest (from 0) by Hoare's quickselect (CACM 1961, algorithm 65). Reorders `values`. NaN for an empty array. */
export function select(values: Float64Array, k: number): number {
  if (values.length === 0) {
    return NaN;
  }
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1] as number;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) < pivot) {
        i++;
      }
      while ((values[j] as number) > pivot) {
        j--;
      }
      if (i <= j) {
        const held = values[i] as number;
        values[i] = values[j] as number;
        values[j] = held;
        i++;
        j--;
      }
    }
    if (k <= j) {
      high = j;
    } else if (k >= i) {
      low = i;
    } else {
      break;
    }
  }
  return values[k] as number;
}

/** The median; of an even number the mean of the two in the middle. Reorders `values`. NaN for an empty array. */
export function medianInPlace(values: Float64Array): number {
  const half = values.length >> 1;
  const upper = select(values, half);
  if (values.length % 2 === 1 || values.length === 0) {
    return upper;
  }
  // After the selection everything before `half` is at most `upper`.
  let lower = -Infinity;
  for (let i = 0; i < half; i++) {
    lower = Math.max(lower, values[i] as number);
  }
  return (lower + upper) / 2;
}

export function median(values: ArrayLike<number>): number {
  return medianInPlace(Float64Array.from(values));
}
