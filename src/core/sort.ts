import type { Steps } from './steps';

const ITEMS_PER_STEP = 512;

/** Sorts in steps: runs by themselves, then two by two. Stable, as Array.sort is; the array itself stays as it is. */
export function* sortSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += ITEMS_PER_STEP) {
    runs.push(items.slice(from, from + ITEMS_PER_STEP).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [a, b] = [runs[i] as T[], runs[i + 1]];
      merged.push(b ? yield* mergeSteps(a, b, compare) : a);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* mergeSteps<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const result: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    result.push(compare(a[i] as T, b[j] as T) <= 0 ? (a[i++] as T) : (b[j++] as T));
    if (result.length % ITEMS_PER_STEP === 0) {
      yield;
    }
  }
  for (const rest of [a.slice(i), b.slice(j)]) {
    for (let from = 0; from < rest.length; from += ITEMS_PER_STEP) {
      result.push(...rest.slice(from, from + ITEMS_PER_STEP));
      yield;
    }
  }
  return result;
}

const NUMBERS_PER_STEP = 16384;

/** The first `count` of the numbers in order. Every so often all but those go: sorting them all would cost much more. */
export function* firstSteps(
  numbers: ArrayLike<number>,
  count: number,
  compare: (a: number, b: number) => number
): Steps<number[]> {
  let best: number[] = [];
  let last: number | undefined;
  for (let i = 0; i < numbers.length && count > 0; i++) {
    const number = numbers[i] as number;
    if (last === undefined || compare(number, last) < 0) {
      best.push(number);
    }
    if (best.length > 2 * count) {
      best = (yield* sortSteps(best, compare)).slice(0, count);
      last = best[count - 1];
    }
    if (i % NUMBERS_PER_STEP === NUMBERS_PER_STEP - 1) {
      yield;
    }
  }
  return (yield* sortSteps(best, compare)).slice(0, count);
}

/** Greatest absolute value first. */
export function bySize(a: number, b: number): number {
  return Math.abs(b) - Math.abs(a);
}

/** By code units: what pprof compares are bytes of UTF-8, which order alike but beyond U+FFFF. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The numbers from 0 on. By hand: half a million of them from an iterator take 30 ms. */
export function countUp(length: number): Uint32Array {
  const numbers = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    numbers[i] = i;
  }
  return numbers;
}
