import type { ProbeCost, ScrapeFailure, TimestampMs } from '../../core/scrape';
import { get, type Round } from '../client/client';
import type { HeapRead, TargetKey } from '../engine/engine';
import { note } from './scrape';

/** What one heap profile brought. Its stacks stay with the engine. */
export interface HeapTaken {
  readonly atMs: TimestampMs;
  readonly cost: ProbeCost;
  readonly failures: readonly ScrapeFailure[];
}

/**
 * One heap profile into the engine's history. It does not throw for a target that fails: that is named in the failures.
 * One that was aborted is not taken into the history.
 */
export async function takeHeap(round: Round, target: TargetKey, atMs: TimestampMs): Promise<HeapTaken> {
  const { abort, cost, engine } = round;
  const failures: ScrapeFailure[] = [];
  const read = await readHeap(round, target).catch(note('heap', failures));
  abort?.throwIfAborted();
  const moment = { atMs, receipt: read?.receipt, process: read?.process ?? {}, failures };
  const appended = await engine.appendHeap({ target, moment }, abort);
  return { atMs: appended.atMs, cost, failures };
}

/** @throws TargetError */
async function readHeap(round: Round, target: TargetKey): Promise<HeapRead> {
  const answer = await get(round, 'heap');
  return round.engine.readHeap({ answer, target }, round.abort);
}
