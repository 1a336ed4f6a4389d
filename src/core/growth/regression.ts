import { runsOf } from './cells';
import { median } from './median';

/** A straight line through a column from which other columns' part was taken. */
export interface LineFit {
  /** Value units per minute, by least squares on values cut at 3 robust standard deviations from the fit. */
  readonly slope: number;
  /** What neither the line nor the nuisances explain, of the cut values. */
  readonly residuals: Float64Array;
  /** The column less the nuisances' part: level + slope + noise. Each run keeps its mean. */
  readonly adjusted: Float64Array;
  /** `slope` is the product of these with the (cut) values: what its variance is worked out from. */
  readonly weights: Float64Array;
  /** The share of the time axis that the nuisances leave: 1 where they have no trend, 0 where they are one. */
  readonly free: number;
  /** Orthonormal columns that span the nuisances and time, run levels taken out. */
  readonly basis: readonly Float64Array[];
  /** Numbers fitted: a level per run, the slope, one per nuisance. */
  readonly parameters: number;
}

/** Beyond this many robust standard deviations a value counts as this far out: Huber (1981), "Robust Statistics", 7.3. */
const CUT = 3;
const ROUNDS = 3;
/** A nuisance of which less than this is left after those before it says nothing new. */
const SAME = 1e-6;

/**
 * Regression on time and on nuisances (waves, load) together, with a level of its own for each run. By the theorem of
 * Frisch and Waugh (1933), the slope is that of time with all the others' part taken out: `free` is how much of it is
 * left, and where the load rose all the while there is little, which widens the slope's interval as it should.
 */
export function fitLine(
  minutes: Float64Array,
  values: Float64Array,
  starts: readonly number[],
  nuisances: readonly Float64Array[] = []
): LineFit {
  const basis: Float64Array[] = [];
  for (const nuisance of nuisances) {
    const column = centred(nuisance, starts);
    const before = dot(column, column);
    takeOut(column, basis);
    const left = dot(column, column);
    if (before > 0 && left > SAME * before) {
      basis.push(scaled(column, 1 / Math.sqrt(left)));
    }
  }
  const time = centred(minutes, starts);
  const own = time.slice();
  takeOut(own, basis);
  const power = dot(own, own);
  const whole = dot(time, time);
  const free = whole > 0 ? power / whole : 0;
  const weights = scaled(own, free > SAME ? 1 / power : 0);

  let cut = centred(values, starts);
  const column = cut;
  let slope = 0;
  let residuals: Float64Array = cut;
  let part: Float64Array = cut;
  for (let round = 0; round < ROUNDS; round++) {
    slope = dot(weights, cut);
    const rest = plus(cut, time, -slope);
    residuals = rest.slice();
    takeOut(residuals, basis);
    part = plus(rest, residuals, -1);
    const most = CUT * 1.4826 * median(residuals.map(Math.abs));
    if (round === ROUNDS - 1 || !(most > 0) || !residuals.some((residual) => Math.abs(residual) > most)) {
      break;
    }
    const line = plus(part, time, slope);
    cut = centred(
      column.map((value, i) => {
        const fit = line[i] as number;
        return fit + Math.max(-most, Math.min(most, value - fit));
      }),
      starts
    );
  }
  return {
    slope,
    residuals,
    adjusted: plus(values, part, -1),
    weights,
    free,
    basis: free > SAME ? [...basis, scaled(weights, Math.sqrt(power))] : basis,
    parameters: starts.length + 1 + basis.length,
  };
}

/** The column less the mean of each run. */
export function centred(column: Float64Array, starts: readonly number[]): Float64Array {
  const result = new Float64Array(column.length);
  for (const { from, to } of runsOf(starts, column.length)) {
    let sum = 0;
    for (let i = from; i < to; i++) {
      sum += column[i] as number;
    }
    const mean = sum / (to - from);
    for (let i = from; i < to; i++) {
      result[i] = (column[i] as number) - mean;
    }
  }
  return result;
}

/** Takes the part along each of the orthonormal `basis` out of the column: modified Gram-Schmidt. */
export function takeOut(column: Float64Array, basis: readonly Float64Array[]): void {
  for (const direction of basis) {
    const along = dot(column, direction);
    for (let i = 0; i < column.length; i++) {
      column[i] = (column[i] as number) - along * (direction[i] as number);
    }
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += (a[i] as number) * (b[i] as number);
  }
  return sum;
}

function scaled(column: Float64Array, by: number): Float64Array {
  return column.map((value) => value * by);
}

function plus(a: Float64Array, b: Float64Array, times: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    result[i] = (a[i] as number) + times * (b[i] as number);
  }
  return result;
}
