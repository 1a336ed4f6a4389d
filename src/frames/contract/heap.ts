import type { HeapSampleType, HeapValues } from '../../core/profile/heap';
import type { CommonMeta } from './common';

export type { HeapSampleType } from '../../core/profile/heap';

/** Wide frame: `time`, then one number field a function or stack, the highest peak in the range first, `other` last. */
export interface HeapMeta extends CommonMeta {
  kind: 'heap';
  sampleType: HeapSampleType;
  groupBy: 'function' | 'stack';
  /** By a frame's own allocations, or by those of all that it called too. */
  order: 'flat' | 'cum';
  /** As the profile scales them up to all allocations, or what was in fact sampled. */
  values: HeapValues;
  /** One allocation in so many bytes was sampled (runtime.MemProfileRate); null where the profile does not say. */
  rateBytes: number | null;
  /** Sums over all stacks at the newest moment, both ways; null before the first. */
  totalNow: { scaled: number; sampled: number } | null;
  /** Time between two heap profiles. */
  heapIntervalMs: number;
}
