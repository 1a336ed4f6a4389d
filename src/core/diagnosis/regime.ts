import { madvise, type Madvise } from '../memstats/madvise';
import type { ProcessFacts } from '../scrape';
import { MIB } from './words';

/** How the program gives memory back, and whether that is certain: GODEBUG was told, or it was seen. */
export interface Regime extends Madvise {
  readonly isCertain: boolean;
}

/** A release that is looked at: so many bytes at once, */
const LEAST_BYTES = 32 * MIB;
/** of which RSS lost at most this share (MADV_FREE), or at least that (MADV_DONTNEED). */
const STAYS = 0.2;
const FALLS = 0.5;

/**
 * By GODEBUG where it is told. Otherwise by what was seen of it, and where nothing was, by the Go version, which is
 * certain of no program: its GODEBUG may say otherwise.
 */
export function regimeOf({ goVersion, godebug }: ProcessFacts, columns: ReleaseColumns): Regime {
  const told = madvise(goVersion, godebug);
  if (godebug !== undefined && told.regime !== 'unknown') {
    return { ...told, isCertain: true };
  }
  return seen(columns) ?? { ...told, isCertain: false };
}

export interface ReleaseColumns {
  readonly rss: Float64Array;
  readonly released: Float64Array;
  /** Sys - HeapReleased. */
  readonly goResident: Float64Array;
}

/**
 * The newest large release that can be judged: HeapReleased rose, Go's own estimate fell, and one sample later, for RSS
 * and MemStats are not of the very same moment, RSS either followed or did not. What was never resident says nothing.
 */
function seen({ goResident, released, rss }: ReleaseColumns): Regime | undefined {
  for (let row = rss.length - 2; row > 0; row--) {
    const [before, after] = [row - 1, row + 1];
    const fall = Math.min(
      (released[after] as number) - (released[before] as number),
      (goResident[before] as number) - (goResident[after] as number)
    );
    const wasResident = (rss[before] as number) >= 0.9 * (goResident[before] as number);
    if (!(fall >= LEAST_BYTES && wasResident)) {
      continue;
    }
    const share = ((rss[before] as number) - (rss[after] as number)) / fall;
    if (share <= STAYS) {
      return { regime: 'MADV_FREE', because: 'HeapReleased rose and RSS did not fall', isCertain: true };
    }
    if (share >= FALLS) {
      return { regime: 'MADV_DONTNEED', because: 'RSS fell when HeapReleased rose', isCertain: true };
    }
  }
  return undefined;
}
