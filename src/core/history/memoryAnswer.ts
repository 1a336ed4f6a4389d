import { BAND_NAMES, bandColumn, type BandName } from '../memstats/bands';
import type { MemoryField } from '../memstats/fields';
import { rangeFacts, type RangeFacts } from './rangeFacts';
import type { HistoryRange } from './store';

/** What a column of the memory answer holds: a field, or a band as memstats/bands.ts computes it. */
export type MemoryColumnName = MemoryField | BandName;

export interface MemoryOptions {
  /** In the order of the answer. */
  readonly columns: readonly MemoryColumnName[];
}

export interface MemoryAnswer extends RangeFacts {
  /** Those asked for that the target told in this range, NaN where a scrape did not. */
  readonly columns: ReadonlyArray<{ readonly name: MemoryColumnName; readonly values: Float64Array }>;
  /** Whether any scrape of the range told the RSS. */
  readonly tellsRss: boolean;
}

/** Memory over time. */
export function memoryAnswer(range: HistoryRange, options: MemoryOptions): MemoryAnswer {
  const columns = options.columns
    .map((name) => ({ name, values: memoryColumn(range, name) }))
    .filter(({ values }) => !values.every(Number.isNaN));
  return { ...rangeFacts(range, 'memory'), columns, tellsRss: range.memoryFields.includes('RSS') };
}

function memoryColumn(range: HistoryRange, name: MemoryColumnName): Float64Array {
  return isBand(name) ? bandColumn(name, (field) => range.memory(field)) : range.memory(name).slice();
}

function isBand(name: MemoryColumnName): name is BandName {
  return (BAND_NAMES as readonly string[]).includes(name);
}
