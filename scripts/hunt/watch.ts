import { MemoryHistory } from '../../src/core/history/memory';
import type { HistoryRange } from '../../src/core/history/store';
import type { Scrape, TimestampMs } from '../../src/core/scrape';
import { Problem } from '../cli/problem';

/** Nothing answered so often from the start on: nothing will. */
const MOST_FIRST_FAILURES = 5;

export interface Clock {
  /** Never goes back. */
  now: () => TimestampMs;
  /** Ends early when aborted, without an error. */
  sleep: (ms: number, abort: AbortSignal) => Promise<void>;
}

/** What watching needs of the world. */
export interface World extends Clock {
  /** Throws only when aborted. */
  scrape: (atMs: TimestampMs, abort: AbortSignal) => Promise<Scrape>;
}

export interface Schedule {
  forMs: number;
  everyMs: number;
}

export interface Watched {
  range: HistoryRange;
  /** That brought a goroutine profile. */
  scrapes: number;
  failed: number;
  /** When another build was seen first. */
  builds: readonly TimestampMs[];
}

/**
 * Scrapes at fixed ticks from now on, the last one at `forMs`, until then or until aborted. A scrape that takes longer than
 * a tick skips the ticks it overlaps, so that none ever wait in line. One that fails is counted and is a gap. Throws
 * Problem where nothing ever answered, in what the last answer was.
 */
export async function watch(
  { everyMs, forMs }: Schedule,
  { now, scrape, sleep }: World,
  abort: AbortSignal,
  onScrape: (watched: Omit<Watched, 'range'>, newest: Scrape) => void = () => {}
): Promise<Watched> {
  const history = new MemoryHistory({ maxAgeMs: Infinity });
  const start = now();
  const builds: TimestampMs[] = [];
  let [buildId, scrapes, failed]: [string | undefined, number, number] = [undefined, 0, 0];
  for (let tick = 0; tick * everyMs <= forMs; tick = Math.max(tick + 1, Math.ceil((now() - start) / everyMs))) {
    await sleep(start + tick * everyMs - now(), abort);
    const taken = abort.aborted ? undefined : await scrape(now(), abort).catch(orAborted(abort));
    if (!taken) {
      break;
    }
    history.append(taken);
    if (taken.goroutines) {
      scrapes++;
      if (buildId !== undefined && taken.process.buildId !== undefined && taken.process.buildId !== buildId) {
        builds.push(taken.atMs);
      }
      buildId = taken.process.buildId ?? buildId;
    } else if (++failed >= MOST_FIRST_FAILURES && scrapes === 0) {
      break;
    }
    onScrape({ scrapes, failed, builds }, taken);
  }
  if (scrapes === 0) {
    throw new Problem(history.latest?.failures[0]?.message ?? 'ended before the first scrape');
  }
  return { range: history.range(-Infinity, Infinity), scrapes, failed, builds };
}

/** An aborted scrape is none; every other error is one. */
function orAborted(abort: AbortSignal) {
  return (error: unknown): undefined => {
    if (!abort.aborted) {
      throw error;
    }
  };
}
