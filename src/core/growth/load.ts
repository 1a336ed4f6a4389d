import type { Steps } from '../steps';
import { runsOf } from './cells';
import { median } from './median';
import { centred, dot } from './regression';

/** What the target's load was, one value a cell, in whatever unit; only its shape counts. */
export interface Load {
  /** `given`: a series that the caller had. `common`: what the stacks that come and go have in common. */
  readonly source: 'given' | 'common';
  /** Without that column's own part, where it was one of few: a leak must not explain itself away. */
  without(values: Float64Array | undefined): Float64Array;
  /** How many stacks it was read from; 0 for a given one. */
  readonly members: number;
}

export function givenLoad(series: Float64Array): Load {
  return { source: 'given', members: 0, without: () => series };
}

/** Falls must be at least this share of rises: what only rises is no guest. */
const COMES_AND_GOES = 0.5;
/** Correlation with the rest that makes a stack a witness of the load. */
const WITNESS = 0.3;
const LEAST_MEAN = 2;
/** Of more witnesses than this, the strongest speak, and one of them does not change the median. */
const MOST_WITNESSES = 64;
const FEW = 16;
const COLUMNS_PER_STEP = 256;

/**
 * The load as the stacks show it, undefined where fewer than three agree. Witnesses are stacks whose counts come and go
 * and that correlate with the sum of all others such (at least 0.3, level removed); the load is the median, cell by cell,
 * of their counts over their means. The median, for one witness in ten may leak itself, and waves of its own must not
 * speak for the rest; not the total, for a large leak is most of the total.
 */
export function* commonLoadSteps(columns: readonly Float64Array[], starts: readonly number[]): Steps<Load | undefined> {
  const guests = columns.filter((column) => comesAndGoes(column, starts));
  yield;
  if (guests.length < 3) {
    return undefined;
  }
  const sum = new Float64Array(guests[0]?.length ?? 0);
  const flat: Float64Array[] = [];
  for (const guest of guests) {
    const centre = centred(guest, starts);
    addTo(sum, centre);
    flat.push(centre);
    if (flat.length % COLUMNS_PER_STEP === 0) {
      yield;
    }
  }
  const whole = dot(sum, sum);
  const witnesses = guests
    .map((column, g) => {
      const own = flat[g] as Float64Array;
      // Against the sum of the others: (own, sum - own), and |sum - own|² multiplied out.
      const [power, both] = [dot(own, own), dot(own, sum)];
      const others = Math.max(0, whole - 2 * both + power);
      return { column, power, correlation: (both - power) / Math.sqrt(power * others || 1) };
    })
    .filter(({ correlation }) => correlation >= WITNESS)
    .sort((a, b) => b.power - a.power)
    .slice(0, MOST_WITNESSES)
    .map(({ column }) => column);
  yield;
  if (witnesses.length < 3) {
    return undefined;
  }
  const shapes = new Map(witnesses.map((column) => [column, overMean(column)]));
  const all = mediansOf([...shapes.values()]);
  return {
    source: 'common',
    members: witnesses.length,
    without: (values) =>
      values && witnesses.length < FEW && shapes.has(values)
        ? mediansOf([...shapes].filter(([column]) => column !== values).map(([, shape]) => shape))
        : all,
  };
}

function addTo(sum: Float64Array, column: Float64Array): void {
  for (let i = 0; i < sum.length; i++) {
    sum[i] = (sum[i] as number) + (column[i] as number);
  }
}

function comesAndGoes(column: Float64Array, starts: readonly number[]): boolean {
  let up = 0;
  let down = 0;
  let sum = 0;
  for (const { from, to } of runsOf(starts, column.length)) {
    for (let i = from; i < to; i++) {
      sum += column[i] as number;
      const step = i > from ? (column[i] as number) - (column[i - 1] as number) : 0;
      up += Math.max(0, step);
      down += Math.max(0, -step);
    }
  }
  return down > 0 && down >= COMES_AND_GOES * up && sum >= LEAST_MEAN * column.length;
}

function overMean(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value / mean);
}

function mediansOf(columns: readonly Float64Array[]): Float64Array {
  const here = new Float64Array(columns.length);
  return Float64Array.from(columns[0] ?? [], (_, i) => {
    columns.forEach((column, c) => {
      here[c] = column[i] as number;
    });
    return median(here);
  });
}

/** Running mean over `reach` values to each side. */
export function smoothed(column: Float64Array, reach: number): Float64Array {
  const sums = new Float64Array(column.length + 1);
  column.forEach((value, i) => {
    sums[i + 1] = (sums[i] as number) + value;
  });
  return column.map((_, i) => {
    const from = Math.max(0, i - reach);
    const to = Math.min(column.length, i + reach + 1);
    return ((sums[to] as number) - (sums[from] as number)) / (to - from);
  });
}
