import { catchError, defer, EMPTY, exhaustMap, finalize, from, share, tap, timer, type Observable } from 'rxjs';
import type { MemorySource } from '../../core/memstats/fields';
import { Round } from '../client/client';
import { PostedDeploysReader } from '../deploys/posted';
import { EngineError, type Engine, type TargetKey } from '../engine/engine';
import type { Target } from '../settings';
import { MemoryLadder } from './memoryLadder';
import { scrape, type Taken } from './scrape';

/**
 * How long sampling goes on after the last panel has left. Grafana unsubscribes and subscribes again at each refresh and
 * at each change of a variable; the pause between the two must not cost a scrape.
 */
const LINGER_MS = 5_000;

let samplers = 0;

/**
 * Samples one target for the whole page. Every panel that shows the target subscribes here, so five panels cost the
 * target no more than one. What was sampled stays with the engine when the last panel leaves, until it is too old.
 */
export class Sampler {
  /** Emits each scrape once it is in the engine's history. Never errs, never completes; stops when nobody listens. */
  readonly scrapes: Observable<Taken>;
  /** The target's name at the engine. Its own for each sampler: settings that changed begin a new history. */
  readonly key: TargetKey;
  /** The deploys that were posted to Grafana for it. */
  readonly posted: PostedDeploysReader;

  private newest: Taken | undefined;
  private readonly ladder: MemoryLadder;
  private isSampling = false;
  private isRetired = false;

  constructor(
    readonly target: Target,
    readonly engine: Engine
  ) {
    this.key = { id: `${target.uid}/${samplers++}`, maxAgeMs: target.retentionMs };
    this.ladder = new MemoryLadder(target.memorySource);
    this.posted = new PostedDeploysReader(target);
    this.scrapes = defer(() => {
      this.isSampling = true;
      return timer(this.untilDueMs(), target.intervalMs);
    }).pipe(
      // A slow target skips rounds; rounds never pile up.
      exhaustMap(() => this.round()),
      tap((taken) => (this.newest = taken)),
      finalize(() => {
        this.isSampling = false;
        this.forgetIfOver();
      }),
      share({ resetOnRefCountZero: () => timer(LINGER_MS) })
    );
  }

  /** The newest scrape, undefined before the first. */
  get latest(): Taken | undefined {
    return this.newest;
  }

  /** Where the memory figures come from; undefined before any source has answered. */
  get memorySource(): MemorySource | undefined {
    return this.ladder.source;
  }

  /** Another sampler has taken its place: when its last panel has left, its history goes. */
  retire(): void {
    this.isRetired = true;
    this.forgetIfOver();
  }

  private forgetIfOver(): void {
    if (this.isRetired && !this.isSampling) {
      // An engine that is gone has forgotten already.
      this.engine.forget({ target: this.key }).catch(() => undefined);
    }
  }

  /** Never more than an interval: after a clock that was set back, the newest scrape lies in the future. */
  private untilDueMs(): number {
    const { intervalMs } = this.target;
    const { latest } = this;
    return latest ? Math.min(intervalMs, Math.max(0, latest.atMs + intervalMs - Date.now())) : 0;
  }

  /** One scrape; unsubscribing aborts its requests and the engine's work on them. */
  private round(): Observable<Taken> {
    return defer(() => {
      const abort = new AbortController();
      const taken = scrape(new Round(this.target, this.engine, abort.signal), this.key, this.ladder, Date.now());
      return from(taken).pipe(tap({ unsubscribe: () => abort.abort() }), catchError(skipWhenLost));
    });
  }
}

/** The engine was lost while it took the round in: the next round finds a new one, and panels ask that for the rest. */
function skipWhenLost(error: unknown): Observable<never> {
  if (error instanceof EngineError) {
    return EMPTY;
  }
  throw error;
}
