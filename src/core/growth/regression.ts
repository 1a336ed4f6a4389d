import { medianInPlace } from './median';

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
  /** Orthonormal columns that span the nuisances and time, run levels taken out: the residuals have no part along them. */
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
 *
 * What does not depend on the values is worked out once: many columns are fitted to one design.
 */
export class Design {
  /** The share of the time axis that the nuisances leave. */
  readonly free: number;
  /** `slope` is the product of these with the values. */
  readonly weights: Float64Array;
  /** Numbers fitted: a level per run, the slope, one per nuisance. */
  readonly parameters: number;
  /** Orthonormal columns that span the nuisances and time. */
  private readonly basis: readonly Float64Array[];

  private constructor(
    private readonly starts: readonly number[],
    /** Time, run levels taken out. */
    private readonly time: Float64Array,
    /** Time without the nuisances' part. */
    private readonly own: Float64Array,
    /** Orthonormal columns that span the nuisances, run levels taken out. */
    private readonly nuisances: readonly Float64Array[]
  ) {
    const power = dot(own, own);
    const whole = dot(time, time);
    this.free = whole > 0 ? power / whole : 0;
    this.weights = scaled(own, this.free > SAME ? 1 / power : 0);
    this.parameters = starts.length + 1 + nuisances.length;
    this.basis = this.free > SAME ? [...nuisances, scaled(own, 1 / Math.sqrt(power))] : nuisances;
  }

  static of(minutes: Float64Array, starts: readonly number[], nuisances: readonly Float64Array[] = []): Design {
    const time = centred(minutes, starts);
    return new Design(starts, time, time, []).and(nuisances);
  }

  /** The same with more nuisances. One that those before it hold already adds nothing. */
  and(nuisances: readonly Float64Array[]): Design {
    const all = [...this.nuisances];
    const own = this.own.slice();
    for (const nuisance of nuisances) {
      const column = centred(nuisance, this.starts);
      const before = dot(column, column);
      takeOut(column, all);
      const left = dot(column, column);
      if (before > 0 && left > SAME * before) {
        const direction = scaled(column, 1 / Math.sqrt(left));
        all.push(direction);
        takeOut(own, [direction]);
      }
    }
    return new Design(this.starts, this.time, own, all);
  }

  fit(values: Float64Array): LineFit {
    const { basis, free, nuisances, parameters, starts, time, weights } = this;
    const column = centred(values, starts);
    let cut = column;
    for (let round = 1; ; round++) {
      const slope = dot(weights, cut);
      const residuals = plus(cut, time, -slope);
      takeOut(residuals, nuisances);
      const most = CUT * 1.4826 * medianSize(residuals);
      if (round === ROUNDS || !(most > 0) || !residuals.some((residual) => Math.abs(residual) > most)) {
        const adjusted = new Float64Array(values.length);
        for (let i = 0; i < values.length; i++) {
          const part = (cut[i] as number) - slope * (time[i] as number) - (residuals[i] as number);
          adjusted[i] = (values[i] as number) - part;
        }
        return { slope, residuals, adjusted, weights, free, basis, parameters };
      }
      const next = new Float64Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const line = (cut[i] as number) - (residuals[i] as number);
        next[i] = line + Math.max(-most, Math.min(most, (column[i] as number) - line));
      }
      cut = centred(next, starts);
    }
  }
}

/** One column through a design of its own. */
export function fitLine(
  minutes: Float64Array,
  values: Float64Array,
  starts: readonly number[],
  nuisances: readonly Float64Array[] = []
): LineFit {
  return Design.of(minutes, starts, nuisances).fit(values);
}

function medianSize(residuals: Float64Array): number {
  const sizes = new Float64Array(residuals.length);
  for (let i = 0; i < sizes.length; i++) {
    sizes[i] = Math.abs(residuals[i] as number);
  }
  return medianInPlace(sizes);
}

/** The column less the mean of each run. */
export function centred(column: Float64Array, starts: readonly number[]): Float64Array {
  const result = new Float64Array(column.length);
  for (let run = 0; run < starts.length; run++) {
    const from = starts[run] as number;
    const to = starts[run + 1] ?? column.length;
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
  const result = new Float64Array(column.length);
  for (let i = 0; i < column.length; i++) {
    result[i] = (column[i] as number) * by;
  }
  return result;
}

function plus(a: Float64Array, b: Float64Array, times: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) {
    result[i] = (a[i] as number) + times * (b[i] as number);
  }
  return result;
}
