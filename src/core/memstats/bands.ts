import { whole } from '../numbers';
import type { MemorySample } from '../scrape';
import type { MemoryField } from './fields';

type Values = MemorySample['values'];

/** A figure that is computed from MemStats fields: sum of `plus` less sum of `minus`, all in bytes. */
export interface BandFormula {
  readonly plus: readonly MemoryField[];
  readonly minus: readonly MemoryField[];
}

/**
 * How the fields add up to what is resident. `live` to `runtime` lie on one another, bottom first, and make
 * `goResident` exactly; `residual` is what the kernel counts beyond it (below zero: mapped and never touched, or
 * swapped out); `released` is beside the stack.
 */
export const BANDS = {
  live: { plus: ['HeapAlloc'], minus: [] },
  fragmentation: { plus: ['HeapInuse'], minus: ['HeapAlloc'] },
  idle: { plus: ['HeapIdle'], minus: ['HeapReleased'] },
  stacks: { plus: ['StackSys'], minus: [] },
  runtime: { plus: ['MSpanSys', 'MCacheSys', 'BuckHashSys', 'GCSys', 'OtherSys'], minus: [] },
  goResident: { plus: ['Sys'], minus: ['HeapReleased'] },
  residual: { plus: ['RSS', 'HeapReleased'], minus: ['Sys'] },
  released: { plus: ['HeapReleased'], minus: [] },
} as const satisfies Record<string, BandFormula>;

export type BandName = keyof typeof BANDS;

export const BAND_NAMES = Object.keys(BANDS) as readonly BandName[];

/** One band in bytes; NaN where a field that it needs was not told. */
export function band(name: BandName, values: Values): number {
  const { plus, minus }: BandFormula = BANDS[name];
  let sum = 0;
  for (const field of plus) {
    sum += values[field] ?? NaN;
  }
  for (const field of minus) {
    sum -= values[field] ?? NaN;
  }
  return sum;
}

/** One band over columns: `column(field)` gives a field's column; all have the same length. */
export function bandColumn(name: BandName, column: (field: MemoryField) => Float64Array): Float64Array {
  const { plus, minus }: BandFormula = BANDS[name];
  const result = Float64Array.from(column(plus[0] as MemoryField));
  for (const [fields, sign] of [
    [plus.slice(1), 1],
    [minus, -1],
  ] as const) {
    for (const field of fields) {
      const cells = column(field);
      for (let i = 0; i < result.length; i++) {
        result[i] = (result[i] as number) + sign * (cells[i] ?? NaN);
      }
    }
  }
  return result;
}

/** The parts of Sys. */
const SYS_PARTS = ['HeapSys', 'StackSys', 'MSpanSys', 'MCacheSys', 'BuckHashSys', 'GCSys', 'OtherSys'] as const;

/**
 * What cannot be true of one moment's MemStats, a sentence each with both numbers; empty where all is well. A relation
 * of which a field was not told is not checked.
 *
 * client_golang reads runtime/metrics field by field, without stopping the world, yet in one sweep: the sums hold there
 * too.
 */
export function checkMemory(sample: MemorySample): string[] {
  const { values } = sample;
  const problems: string[] = [];
  const { HeapIdle, HeapInuse, HeapReleased, HeapSys, Sys } = values;
  if (HeapReleased !== undefined && HeapIdle !== undefined && HeapReleased > HeapIdle) {
    problems.push(`HeapReleased is ${whole(HeapReleased)} bytes, more than HeapIdle's ${whole(HeapIdle)}`);
  }
  if (HeapSys !== undefined && HeapIdle !== undefined && HeapInuse !== undefined && HeapSys !== HeapInuse + HeapIdle) {
    problems.push(`HeapSys is ${whole(HeapSys)} bytes, but HeapInuse + HeapIdle are ${whole(HeapInuse + HeapIdle)}`);
  }
  const parts = SYS_PARTS.reduce((sum, field) => sum + (values[field] ?? NaN), 0);
  if (Sys !== undefined && !Number.isNaN(parts) && Sys !== parts) {
    problems.push(`Sys is ${whole(Sys)} bytes, but its parts (${SYS_PARTS.join(' + ')}) are ${whole(parts)}`);
  }
  return problems;
}
