import type { HeapSampleType } from '../../profile/heap';
import type { PastOrigin } from './columns';
import type { PastProfiles } from './profiles';

/**
 * What another recorder knows of a target's heap: one sample type, as scaled, over moments. Each moment is one profile
 * that was stored, and no average.
 */
export interface PastHeapColumns {
  readonly origin: PastOrigin;
  /** Between two moments, where the recorder has them all. */
  readonly stepMs: number;
  readonly sampleType: HeapSampleType;
  /** Ascending. */
  readonly times: Float64Array;
  /** In bytes or objects. */
  readonly profiles: PastProfiles;
}
