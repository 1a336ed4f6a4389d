import { defer, exhaustMap, from, share, tap, timer, type Observable } from 'rxjs';
import { MemoryHistory } from '../../core/history/memory';
import type { HistoryStore } from '../../core/history/store';
import { StackInterner } from '../../core/profile/goroutines';
import type { MemorySource } from '../../core/memstats/fields';
import type { Scrape } from '../../core/scrape';
import { Round } from '../client/client';
import type { Target } from '../settings';
import { MemoryLadder } from './memoryLadder';
import { scrape } from './scrape';

/**
 * How long sampling goes on after the last panel has left. Grafana unsubscribes and subscribes again at each refresh and
 * at each change of a variable; the pause between the two must not cost a scrape.
 */
const LINGER_MS = 5_000;

/**
 * Samples one target for the whole page. Every panel that shows the target subscribes here, so five panels cost the
 * target no more than one. What was sampled stays when the last panel leaves, until it is too old.
 */
export class Sampler {
  readonly history: HistoryStore;
  /** Emits each scrape once it is in the history. Never errs, never completes; sampling stops when nobody listens. */
  readonly scrapes: Observable<Scrape>;

  private readonly stacks = new StackInterner();
  private readonly ladder: MemoryLadder;

  constructor(readonly target: Target) {
    this.history = new MemoryHistory({ maxAgeMs: target.retentionMs });
    this.ladder = new MemoryLadder(target.memorySource);
    this.scrapes = defer(() => timer(this.untilDueMs(), target.intervalMs)).pipe(
      // A slow target skips rounds; rounds never pile up.
      exhaustMap(() => this.round()),
      tap((taken) => this.history.append(taken)),
      share({ resetOnRefCountZero: () => timer(LINGER_MS) })
    );
  }

  /** Where the memory figures come from; undefined before any source has answered. */
  get memorySource(): MemorySource | undefined {
    return this.ladder.source;
  }

  /** Never more than an interval: after a clock that was set back, the newest scrape lies in the future. */
  private untilDueMs(): number {
    const { intervalMs } = this.target;
    const latest = this.history.latest;
    return latest ? Math.min(intervalMs, Math.max(0, latest.atMs + intervalMs - Date.now())) : 0;
  }

  /** Now, but never before the newest scrape: a clock that was set back must not end the history. */
  private nowMs(): number {
    return Math.max(Date.now(), (this.history.latest?.atMs ?? 0) + 1);
  }

  /** One scrape; unsubscribing aborts its requests. */
  private round(): Observable<Scrape> {
    return defer(() => {
      const abort = new AbortController();
      const taken = scrape(new Round(this.target, abort.signal), this.stacks, this.ladder, this.nowMs());
      return from(taken).pipe(abortOnUnsubscribe(abort));
    });
  }
}

function abortOnUnsubscribe(abort: AbortController) {
  return tap<Scrape>({ unsubscribe: () => abort.abort() });
}
