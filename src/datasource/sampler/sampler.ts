import { catchError, defer, EMPTY, from, merge, tap, type Observable } from 'rxjs';
import type { MemorySource } from '../../core/memstats/fields';
import { Round } from '../client/client';
import { PostedDeploysReader } from '../deploys/posted';
import { EngineError, type Engine, type TargetKey } from '../engine/engine';
import type { Target } from '../settings';
import { Taker } from '../taken/taker';
import { Clock } from './clock';
import { takeHeap, type HeapTaken } from './heap';
import { MemoryLadder } from './memoryLadder';
import { Prover } from './prover';
import { scrape, type Taken } from './scrape';

let samplers = 0;

/**
 * Samples one target for the whole page. Every panel that shows the target subscribes here, so five panels cost the
 * target no more than one. What was sampled stays with the engine when the last panel leaves, until it is too old.
 */
export class Sampler {
  /** Emits each scrape once it is in the engine's history. Never errs, never completes; stops when nobody listens. */
  readonly scrapes: Observable<Taken>;
  /** The same for heap profiles, which are dear to the target: on a slower clock of their own. */
  readonly heaps: Observable<HeapTaken>;
  /** Emits whatever was taken for others, and takes nothing itself. */
  readonly seen: Observable<unknown>;
  /** Takes what a person asks for. */
  readonly taker: Taker;
  /** Reads what collections prove, where the program can tell. */
  readonly prover: Prover;
  /** The target's name at the engine. Its own for each sampler: settings that changed begin a new history. */
  readonly key: TargetKey;
  /** The deploys that were posted to Grafana for it. */
  readonly posted: PostedDeploysReader;

  private readonly scrapeClock: Clock<Taken>;
  private readonly heapClock: Clock<HeapTaken>;
  private readonly ladder: MemoryLadder;
  private isRetired = false;

  constructor(
    readonly target: Target,
    readonly engine: Engine
  ) {
    this.key = { id: `${target.uid}/${samplers++}`, maxAgeMs: target.retentionMs };
    this.ladder = new MemoryLadder(target.memorySource);
    this.posted = new PostedDeploysReader(target);
    const stop = () => this.forgetIfOver();
    this.scrapeClock = new Clock(
      target.intervalMs,
      () => this.take((round) => scrape(round, this.key, this.ladder, Date.now())),
      stop
    );
    this.heapClock = new Clock(
      target.heapIntervalMs,
      () => this.take((round) => takeHeap(round, this.key, Date.now())),
      stop
    );
    this.scrapes = this.scrapeClock.taken;
    this.heaps = this.heapClock.taken;
    this.seen = merge(this.scrapeClock.seen, this.heapClock.seen);
    this.taker = new Taker(target, engine, this.key);
    this.prover = new Prover(target, engine, this.key);
  }

  /** The newest scrape, undefined before the first. */
  get latest(): Taken | undefined {
    return this.scrapeClock.latest;
  }

  /** The newest heap profile, undefined before the first. */
  get latestHeap(): HeapTaken | undefined {
    return this.heapClock.latest;
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
    if (this.isRetired && !this.scrapeClock.isRunning && !this.heapClock.isRunning) {
      // An engine that is gone has forgotten already.
      this.engine.forget({ target: this.key }).catch(() => undefined);
    }
  }

  /** One round; unsubscribing aborts its requests and the engine's work on them. */
  private take<T>(of: (round: Round) => Promise<T>): Observable<T> {
    return defer(() => {
      const abort = new AbortController();
      const taken = of(new Round(this.target, this.engine, abort.signal));
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
