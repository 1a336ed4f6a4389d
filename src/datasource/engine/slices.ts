import type { Steps } from '../../core/steps';

/**
 * Long work in slices: each ends before the budget is used up, and between two of them the event loop takes its turn,
 * with input and drawing in a page, with messages in a worker.
 */
export class Slicer {
  private startedMs = -Infinity;

  /** @param budgetMs what a slice may take; a step that began within it is finished */
  constructor(
    private readonly budgetMs: number,
    private readonly now: () => number = () => performance.now(),
    private readonly nextTask: () => Promise<void> = inTaskOfItsOwn
  ) {}

  /** @throws the signal's reason at the first step after the abort */
  async run<T>(steps: Steps<T>, abort?: AbortSignal): Promise<T> {
    try {
      for (;;) {
        await this.breathe(abort);
        const { done, value } = this.slice(steps, abort);
        if (done) {
          return value;
        }
      }
    } finally {
      // Lets the steps clean up where they were left in the middle.
      steps.return(undefined as never);
    }
  }

  /** Gives way when this slice's time is up, whoever used it: several works in one task share its budget. */
  async breathe(abort?: AbortSignal): Promise<void> {
    abort?.throwIfAborted();
    if (this.isUp()) {
      await this.nextTask();
      this.startedMs = this.now();
      abort?.throwIfAborted();
    }
  }

  private slice<T>(steps: Steps<T>, abort?: AbortSignal): IteratorResult<undefined, T> {
    for (;;) {
      const result = steps.next();
      if (result.done || this.isUp()) {
        return result;
      }
      abort?.throwIfAborted();
    }
  }

  private isUp(): boolean {
    return this.now() - this.startedMs >= this.budgetMs;
  }
}

/** A message to oneself is a task of its own, at once: browsers hold nested timers back for 4 ms, in hidden tabs for 1 s. */
function inTaskOfItsOwn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
