import type { HeapMoment } from '../../core/history/heapChunk';
import { HeapHistory } from '../../core/history/heapHistory';
import { heapProfileSteps, type HeapProfile } from '../../core/profile/heap';
import type { StackInterner } from '../../core/profile/interner';
import type { ProcessFacts } from '../../core/scrape';
import type { Answer } from '../client/client';
import type { HeapParts } from './engine';
import { readProfile } from './profile';
import type { Slicer } from './slices';

/** What the heap of a target may take: days of 2,000 stacks at a profile a minute. */
const MOST_BYTES = 64 * 2 ** 20;

export interface HeapReading {
  heap: HeapProfile;
  process: ProcessFacts;
}

/** @throws TargetError */
export function readHeap(
  answer: Answer,
  stacks: StackInterner,
  slicer: Slicer,
  abort?: AbortSignal
): Promise<HeapReading> {
  return readProfile(
    answer,
    function* (profile) {
      const heap = yield* heapProfileSteps(profile, stacks);
      return { heap, process: { buildId: profile.mappings[0]?.buildId || undefined } };
    },
    slicer,
    abort
  );
}

/** The heap profiles of one target: its history, and the one that was read and not yet appended. */
export class HeapState {
  readonly history: HeapHistory;
  private kept: { readonly receipt: number; readonly heap: HeapProfile } | undefined;

  constructor(maxAgeMs: number) {
    this.history = new HeapHistory({ maxAgeMs, maxBytes: MOST_BYTES });
  }

  keep(receipt: number, heap: HeapProfile): void {
    this.kept = { receipt, heap };
  }

  /** The profile that was read for this moment with it, ready to be appended. */
  take({ receipt, ...moment }: HeapParts): HeapMoment {
    const { history, kept } = this;
    this.kept = undefined;
    const heap = kept && kept.receipt === receipt ? kept.heap : undefined;
    const isLost = receipt !== undefined && !heap;
    // A clock that was set back must not end the history.
    const atMs = Math.max(moment.atMs, (history.latestMs ?? -Infinity) + 1);
    return {
      ...moment,
      atMs,
      heap,
      failures: isLost ? [...moment.failures, { part: 'heap', message: LOST }] : moment.failures,
    };
  }
}

const LOST = 'The heap profile that was read was lost with Tidemark’s worker in this browser.';
