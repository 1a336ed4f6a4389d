import type { Subscription } from 'rxjs';
import type { Engine } from '../engine/engine';
import { LocalEngine } from '../engine/local';
import { Slicer } from '../engine/slices';
import { Sampler } from '../sampler/sampler';
import type { Taken } from '../sampler/scrape';
import type { Target } from '../settings';
import { PATHS, type FakeBackend } from './fakeBackend';
import { prometheus, TARGET } from './programs';

// For tests.

/** A clock that only `advance` moves. What inflating needs stays real. */
export function useFakeClock(): void {
  jest.useFakeTimers({ now: Date.UTC(2026, 10, 21), doNotFake: ['nextTick', 'queueMicrotask'] });
}

export const advance = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** A sampler of the captured Prometheus, and what its panels got. */
export class Running {
  readonly backend: FakeBackend = prometheus();
  readonly sampler: Sampler;
  /** Each scrape once for each panel. */
  readonly taken: Taken[] = [];
  readonly errors: unknown[] = [];

  constructor(
    readonly engine: Engine = realEngine(),
    target: Target = TARGET
  ) {
    this.sampler = new Sampler(target, engine);
  }

  /** Scrapes that the engine holds. */
  get held(): number {
    return this.sampler.latest?.held ?? 0;
  }

  subscribe(): Subscription {
    return this.sampler.scrapes.subscribe({
      next: (scrape) => this.taken.push(scrape),
      error: (error: unknown) => this.errors.push(error),
    });
  }

  /** Subscribes and waits for the first scrape, in which the memory source is chosen. */
  async started(): Promise<Subscription> {
    const subscription = this.subscribe();
    await advance(0);
    await this.scrapes(1);
    this.backend.news();
    return subscription;
  }

  scrapes(count: number): Promise<void> {
    return until(() => this.taken.length >= count);
  }

  /** Rounds begun since the last look at the news. */
  get rounds(): number {
    return this.backend.count(PATHS.goroutine);
  }
}

// Taken before a test replaces the clock.
const realSetTimeout = globalThis.setTimeout;

/** The engine in this thread, in slices whose pauses are real, whatever clock the test has. */
export function realEngine(): Engine {
  const pause = () => new Promise<void>((resolve) => realSetTimeout(resolve, 0));
  return new LocalEngine('page', new Slicer(5, () => Number(process.hrtime.bigint()) / 1e6, pause));
}

/**
 * Waits in real time, whatever clock the test has: profiles are inflated on another thread, which no fake timer moves.
 */
export async function until(isReached: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (isReached()) {
      return;
    }
    await new Promise<void>((resolve) => realSetTimeout(resolve, 2));
  }
  throw new Error('Waited in vain.');
}
