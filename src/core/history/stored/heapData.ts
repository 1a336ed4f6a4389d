import { HEAP_SAMPLE_TYPES, HEAP_VALUES, type HeapColumns, type HeapSampleType } from '../../profile/heap';
import type { StackInterner } from '../../profile/interner';
import type { ProcessFacts, ScrapeFailure } from '../../scrape';
import type { HeapMoment } from '../heapChunk';
import { StoredError } from './error';
import { stackTable, stacksOfTable, type StackTable } from './stackTable';

/** A heap profile as plain data, which stands for itself. */
export interface HeapData {
  readonly atMs: number;
  readonly process: ProcessFacts;
  readonly failures: readonly ScrapeFailure[];
  readonly heap?: {
    readonly rateBytes: number | null;
    readonly stacks: StackTable;
    readonly columns: HeapColumns;
  };
}

export function heapData({ atMs, failures, heap, process }: HeapMoment): HeapData {
  return { atMs, process, failures, heap: heap && { ...heap, stacks: stackTable(heap.stacks) } };
}

/** @throws StoredError where the parts do not fit each other */
export function heapOfData({ heap, ...moment }: HeapData, interner: StackInterner): HeapMoment {
  if (!heap) {
    return moment;
  }
  const stacks = stacksOfTable(heap.stacks, interner);
  const columns = Object.fromEntries(
    HEAP_VALUES.map((values) => [
      values,
      Object.fromEntries(HEAP_SAMPLE_TYPES.map((type) => [type, checked(heap.columns[values][type], stacks.length)])),
    ])
  ) as Record<(typeof HEAP_VALUES)[number], Record<HeapSampleType, Float64Array>>;
  return { ...moment, heap: { rateBytes: heap.rateBytes, stacks, columns } };
}

function checked(column: Float64Array | undefined, stacks: number): Float64Array {
  if (column?.length !== stacks) {
    throw new StoredError(`A stored heap profile of ${stacks} stacks has a column of ${column?.length} cells.`);
  }
  return column;
}
