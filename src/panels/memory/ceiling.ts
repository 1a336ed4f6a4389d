import type { FindingsMeta } from '../../frames/contract';

/** The memory that the process may have. */
export interface Ceiling {
  bytes: number;
  /** What it is called in the picture: `limit`, `GOMEMLIMIT`. */
  name: string;
  /** How it is known. */
  because: string;
}

/**
 * @param set bytes, from this panel's options; goes before what the findings tell
 * @param told from the findings of the same target
 */
export function ceilingOf(set: number | undefined, told: FindingsMeta['limit'] | undefined): Ceiling | undefined {
  if (set !== undefined) {
    return { bytes: set, name: 'limit', because: 'is set in this panel’s options' };
  }
  if (!told) {
    return undefined;
  }
  return told.from === 'GOMEMLIMIT'
    ? { bytes: told.bytes, name: 'GOMEMLIMIT', because: 'is what the program was started with (GOMEMLIMIT)' }
    : { bytes: told.bytes, name: 'limit', because: 'is set in the data source' };
}
