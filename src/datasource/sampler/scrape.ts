import { spanText } from '../../core/growth/words';
import type { ScrapeFailure, TimestampMs } from '../../core/scrape';
import { get, type Round } from '../client/client';
import { TargetError } from '../client/errors';
import {
  EngineError,
  type GoroutinesRead,
  type MemoryReading,
  type RoundParts,
  type TargetKey,
} from '../engine/engine';
import type { MemoryLadder } from './memoryLadder';
import type { ProfilePace } from './paceProfile';
import { roundResult, type PutOff } from './roundResult';
import type { Spending } from './spending';

/** What one round brought. Its stacks stay with the engine. */
export interface Taken extends RoundParts {
  readonly goroutines?: GoroutinesRead;
  /** Scrapes that the engine holds of the target, this one included. */
  readonly held: number;
}

/** How a round is taken. */
export interface ScrapeMeans {
  readonly ladder: MemoryLadder;
  readonly pace: ProfilePace;
  readonly spending: Spending;
}

export interface ScrapeTime {
  readonly atMs: TimestampMs;
  /** The interval at which the round was due. */
  readonly intervalMs: number;
  /** For how long the browser had held the round back, where that is worth telling. */
  readonly missedMs?: number;
}

/**
 * One round: goroutines and memory side by side, two requests in flight at most, and what they brought into the
 * engine's history. Where the profile may be too dear, memory comes first, with the number of goroutines in it. It does
 * not throw for a target that fails: a part that did not come is absent and named in the failures. An aborted round is
 * not taken into the history.
 *
 * @returns PutOff beside what was taken where the profile has to wait; alone where the target has given profiles
 *   before: their lines would break at a round that has none.
 */
export async function scrape(
  round: Round,
  target: TargetKey,
  { ladder, pace, spending }: ScrapeMeans,
  { atMs, intervalMs, missedMs = 0 }: ScrapeTime
): Promise<{ taken?: Taken; putOff?: PutOff }> {
  const { abort, cost, engine } = round;
  const failures: ScrapeFailure[] = missedMs > 0 ? [missed(missedMs)] : [];
  const readProfile = () => readGoroutines(round, target).catch(note('goroutines', failures));
  const early = pace.looksFirst ? undefined : readProfile();
  const readingMemory = ladder.read(round).catch(note('memory', failures));
  const putOffMs = early ? 0 : pace.putOffMs(numberIn(await readingMemory), atMs);
  abort?.throwIfAborted();
  if (putOffMs > 0 && pace.hasTaken) {
    return { putOff: { putOffMs } };
  }
  const readingGoroutines = early ?? (putOffMs > 0 ? undefined : readProfile());
  const [memory, goroutines] = await Promise.all([readingMemory, readingGoroutines]);
  abort?.throwIfAborted();
  spending.see(round.askings, goroutines?.total);
  if (goroutines) {
    pace.taken(goroutines.total, atMs);
  }
  const putOff = putOffMs > 0 ? { putOffMs } : undefined;
  const { retryAfterMs = 0, spentMs } = roundResult(round.askings, spending, putOff);
  const parts: RoundParts = {
    atMs,
    receipt: goroutines?.receipt,
    memory: memory?.memory,
    process: { ...memory?.process, ...goroutines?.process },
    cost,
    intervalMs,
    spentMs,
    notBeforeMs: retryAfterMs > 0 ? Date.now() + retryAfterMs : undefined,
    failures,
  };
  const appended = await engine.append({ target, round: parts }, abort);
  const taken = { ...parts, goroutines, atMs: appended.atMs, held: appended.scrapes };
  return { taken, putOff };
}

function missed(missedMs: number): ScrapeFailure {
  const message = `Nothing was sampled for ${spanText(missedMs / 60_000)}: the browser, or the machine, had put this tab to sleep.`;
  return { part: 'store', message };
}

/** Goroutines by the memory source's count; 0 where it does not tell, so that nothing is put off for it. */
function numberIn(reading: MemoryReading | undefined): number {
  return reading?.memory.values.Goroutines ?? 0;
}

/** @throws TargetError */
export async function readGoroutines(round: Round, target?: TargetKey): Promise<GoroutinesRead> {
  const answer = await get(round, 'goroutine');
  return round.engine.readGoroutines({ answer, target }, round.abort);
}

export function note(part: ScrapeFailure['part'], failures: ScrapeFailure[]): (error: unknown) => undefined {
  return (error) => {
    // Anything else is a mistake of ours: it is shown as one, and sampling goes on.
    const isExplained = error instanceof TargetError || error instanceof EngineError;
    const message = isExplained ? error.message : `Tidemark itself failed on the ${part}: ${String(error)}.`;
    failures.push({ part, message });
    return undefined;
  };
}
