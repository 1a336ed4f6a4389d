import type { ScrapeFailure } from '../../core/scrape';
import { get, type Round } from '../client/client';
import { TargetError } from '../client/errors';
import { EngineError, type GoroutinesRead, type RoundParts, type TargetKey } from '../engine/engine';
import type { MemoryLadder } from './memoryLadder';

/** What one round brought. Its stacks stay with the engine. */
export interface Taken extends RoundParts {
  readonly goroutines?: GoroutinesRead;
  /** Scrapes that the engine holds of the target, this one included. */
  readonly held: number;
}

/**
 * One round: goroutines and memory side by side, two requests in flight at most, and what they brought into the
 * engine's history. It does not throw for a target that fails: a part that did not come is absent and named in the
 * failures. An aborted round is not taken into the history.
 */
export async function scrape(round: Round, target: TargetKey, ladder: MemoryLadder, atMs: number): Promise<Taken> {
  const { abort, cost, engine } = round;
  const failures: ScrapeFailure[] = [];
  const [goroutines, memory] = await Promise.all([
    readGoroutines(round, target).catch(note('goroutines', failures)),
    ladder.read(round).catch(note('memory', failures)),
  ]);
  abort?.throwIfAborted();
  const parts: RoundParts = {
    atMs,
    receipt: goroutines?.receipt,
    memory: memory?.memory,
    process: { ...memory?.process, ...goroutines?.process },
    cost,
    failures,
  };
  const appended = await engine.append({ target, round: parts }, abort);
  return { ...parts, goroutines, atMs: appended.atMs, held: appended.scrapes };
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
