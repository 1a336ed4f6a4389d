import { catchError, defer, EMPTY, from, map, merge, tap, type Observable } from 'rxjs';
import type { MemorySource } from '../../core/memstats/fields';
import { Round } from '../client/client';
import { PostedDeploysReader } from '../deploys/posted';
import { EngineError, type Engine, type Followed, type TargetKey } from '../engine/engine';
import { Pasts } from '../past/pasts';
import { keyOf, type Target } from '../settings';
import { Taker } from '../taken/taker';
import { Budget } from './budget';
import { Clock, type Outcome } from './clock';
import { takeHeap, type HeapTaken } from './heap';
import { LeakReads } from './leakReads';
import { MemoryLadder } from './memoryLadder';
import { Pace } from './pace';
import { ProfilePace } from './paceProfile';
import { Prover } from './prover';
import { roundResult, type PutOff } from './roundResult';
import { scrape, type Taken } from './scrape';
import { Spending } from './spending';
import { browserMeans, Tabs, type Means } from './tabs/tabs';

/**
 * Samples one target for the whole browser. Every panel that shows the target subscribes here, so five panels cost the
 * target no more than one; nor do five tabs. What was sampled stays with the engine when the last panel leaves, and in
 * the browser when the page does, until it is too old.
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
  /** The target's name at the engine and in the store: the same in every tab. */
  readonly key: TargetKey;
  /** The deploys that were posted to Grafana for it. */
  readonly posted: PostedDeploysReader;
  /** What others recorded of it. */
  readonly pasts: Pasts;

  private readonly scrapeClock: Clock<Taken>;
  private readonly heapClock: Clock<HeapTaken>;
  private readonly ladder: MemoryLadder;
  /** What both clocks together, of whatever tabs, may make the program spend, and what they do. */
  private readonly budget: Budget;
  private readonly spending = new Spending();
  /** What was there before this page took anything. */
  private kept: Followed | undefined;
  private isRetired = false;

  constructor(
    readonly target: Target,
    readonly engine: Engine,
    means: Means | undefined = browserMeans()
  ) {
    this.key = keyOf(target);
    this.ladder = new MemoryLadder(target.memorySource);
    this.posted = new PostedDeploysReader(target);
    this.pasts = new Pasts(target, {
      engine,
      target: this.key,
      intervalMs: () => this.scrapeClock.pace.plan.intervalMs,
    });
    const stop = () => this.releaseIfOver();
    this.budget = new Budget(target.costBudget);
    const pace = new Pace(target.intervalMs, this.budget, Math.random);
    const taking = {
      ladder: this.ladder,
      spending: this.spending,
      pace: new ProfilePace(target.intervalMs, this.spending, () => this.budget.shareOf(pace)),
    };
    const tabsFor = <T>(what: string, intervalMs: number) =>
      new Tabs<T>(means, `tidemark ${what} of ${this.key.id}`, intervalMs);
    this.scrapeClock = new Clock(
      pace,
      tabsFor('scrapes', target.intervalMs),
      (missedMs) => {
        const { intervalMs } = pace.plan;
        return this.take((round) => scrape(round, this.key, taking, { atMs: Date.now(), intervalMs, missedMs }));
      },
      async () => (await this.follow())?.newest,
      stop
    );
    this.heapClock = new Clock(
      new Pace(target.heapIntervalMs, this.budget, Math.random),
      tabsFor('heaps', target.heapIntervalMs),
      () => this.take(async (round) => ({ taken: await takeHeap(round, this.key, Date.now()) })),
      async () => {
        const atMs = (await this.follow())?.newestHeapMs;
        return atMs === undefined ? undefined : { atMs };
      },
      stop
    );
    this.scrapes = merge(this.scrapeClock.taken, this.heapClock.overheard);
    this.heaps = merge(this.heapClock.taken, this.scrapeClock.overheard);
    this.seen = merge(this.scrapeClock.seen, this.heapClock.seen);
    const leakReads = new LeakReads(this.key.id);
    this.taker = new Taker(target, engine, this.key, leakReads);
    this.prover = new Prover(target, engine, this.key, leakReads, means?.openChannel);
  }

  /** The newest scrape, of a former page where this one has not taken any; undefined before the first. */
  get latest(): Taken | undefined {
    const { newest, scrapes: held = 0 } = this.kept ?? {};
    return this.scrapeClock.latest ?? (newest && { ...newest, held });
  }

  /** The newest heap profile, undefined before the first. */
  get latestHeap(): HeapTaken | undefined {
    return this.heapClock.latest;
  }

  /** How often scrapes and heap profiles come now, and why. */
  get paces(): { scrapes: Pace; heaps: Pace } {
    return { scrapes: this.scrapeClock.pace, heaps: this.heapClock.pace };
  }

  /** Where the memory figures come from; undefined before any source has answered. */
  get memorySource(): MemorySource | undefined {
    return this.ladder.source ?? this.latest?.memory?.source;
  }

  /** Whether there is something to be shown before the next round comes: what this browser kept, or other tabs took. */
  async catchUp(): Promise<boolean> {
    const { newest, newestHeapMs } = (await this.follow()) ?? {};
    return newest !== undefined || newestHeapMs !== undefined;
  }

  /** Undefined where the engine was lost: the next round finds another. */
  private async follow(): Promise<Followed | undefined> {
    try {
      this.kept = await this.engine.follow({ target: this.key });
      return this.kept;
    } catch {
      return undefined;
    }
  }

  /** Another sampler has taken its place: when its last panel has left, the engine need not hold its history. */
  retire(successor: Sampler): void {
    this.isRetired = successor.key.id !== this.key.id;
    this.releaseIfOver();
  }

  private releaseIfOver(): void {
    if (this.isRetired && !this.scrapeClock.isRunning && !this.heapClock.isRunning) {
      this.prover.close();
      // An engine that is gone has forgotten already.
      this.engine.release({ target: this.key }).catch(() => undefined);
    }
  }

  /** One round; unsubscribing aborts its requests and the engine's work on them. */
  private take<T>(of: (round: Round) => Promise<{ taken?: T; putOff?: PutOff }>): Observable<Outcome<T>> {
    return defer(() => {
      const abort = new AbortController();
      const round = new Round(this.target, this.engine, abort.signal);
      return from(of(round)).pipe(
        map(({ putOff, taken }) => ({ taken, result: roundResult(round.askings, this.spending, putOff) })),
        tap({ unsubscribe: () => abort.abort() }),
        catchError(skipWhenLost)
      );
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
