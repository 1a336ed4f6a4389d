import { judge, type Judgement, type JudgementOptions } from '../../core/deploys/judgement';
import type { HistoryRange } from '../../core/history/store';
import type { Slicer } from './slices';

/** As many as there are panels with settings of their own on a dashboard. */
const MOST_KEPT = 4;

/**
 * Judges the ranges of one target. A panel asks for the same judgement twice, for its picture and for its table, and its
 * neighbour once more: it is worked out once per scrape and options.
 */
export class Judge {
  private readonly kept = new Map<string, Judgement>();
  private running: Promise<unknown> | undefined;

  constructor(private readonly slicer: Slicer) {}

  async judge(range: HistoryRange, options: JudgementOptions, abort?: AbortSignal): Promise<Judgement> {
    const key = keyOf(range, options);
    // One after the other: who comes second may find the answer there. What ends in an abort is nobody else's trouble.
    while (this.running) {
      await this.running.catch(() => undefined);
    }
    abort?.throwIfAborted();
    const known = this.kept.get(key);
    if (known) {
      return known;
    }
    const running = this.slicer.run(judge(range, options), abort);
    this.running = running;
    try {
      const judgement = await running;
      this.kept.set(key, judgement);
      for (const old of [...this.kept.keys()].slice(0, -MOST_KEPT)) {
        this.kept.delete(old);
      }
      return judgement;
    } finally {
      this.running = undefined;
    }
  }
}

/** Two ranges of one history with the same scrapes are the same, however they were asked for. */
function keyOf({ times }: HistoryRange, options: JudgementOptions): string {
  const parts = { ...options, ignore: options.ignore?.source };
  return JSON.stringify([times.length, times[0], times.at(-1), parts]);
}
