import {
  concatMap,
  defer,
  filter,
  finalize,
  from,
  ignoreElements,
  map,
  of,
  repeat,
  share,
  Subject,
  switchMap,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import type { TimestampMs } from '../../core/scrape';
import type { KeptRound, Pace, RoundResult } from './pace';
import type { Heard, Tabs } from './tabs/tabs';

/**
 * How long sampling goes on after the last panel has left. Grafana unsubscribes and subscribes again at each refresh and
 * at each change of a variable; the pause between the two must not cost a scrape.
 */
const LINGER_MS = 5_000;

/** A round that is later than by an interval and this was held back by the browser. */
const LATE_MS = 5_000;

/** What came of a round. */
export interface Outcome<T> {
  /** Absent where the round was put off. */
  readonly taken?: T;
  readonly result: RoundResult;
}

/** A round as the tab that took it tells the others, so that they know its pace too and can go on where it ends. */
export interface Told<T> {
  readonly startedMs: TimestampMs;
  readonly endedMs: TimestampMs;
  readonly outcome: Outcome<T>;
}

/**
 * Takes something of a target at its pace, for as long as somebody listens; or has it taken by another tab, where several
 * show the target.
 */
export class Clock<T extends { readonly atMs: number }> {
  /** Emits what was taken. Never completes; stops when nobody listens. */
  readonly taken: Observable<T>;
  /** Emits the same, and does not make the clock run: for who wants to see what others asked for. */
  readonly seen: Observable<T>;
  /**
   * Emits nothing. While somebody listens, what other tabs make the program spend by such rounds counts against the budget
   * here as well, although this clock does not run.
   */
  readonly overheard: Observable<never>;
  private readonly seenHere = new Subject<T>();
  private newest: T | undefined;
  private isTicking = false;

  /**
   * @param take one round, with for how long the browser had held it back, where that is worth telling; where it ends
   *   without an outcome, nothing was asked
   * @param catchUp takes in what other tabs and former pages have taken, and gives the newest; never rejects
   * @param onStop nobody listens any more
   */
  constructor(
    readonly pace: Pace,
    private readonly tabs: Tabs<Told<T>>,
    private readonly take: (missedMs: number) => Observable<Outcome<T>>,
    private readonly catchUp: () => Promise<KeptRound | undefined>,
    onStop: () => void
  ) {
    this.taken = defer(() => {
      this.isTicking = true;
      pace.start();
      return tabs.isMine.pipe(switchMap((isMine) => (isMine ? this.rounds() : this.told())));
    }).pipe(
      tap((taken) => {
        this.newest = taken;
        this.seenHere.next(taken);
      }),
      finalize(() => {
        this.isTicking = false;
        pace.stop();
        onStop();
      }),
      share({ resetOnRefCountZero: () => timer(LINGER_MS) })
    );
    this.seen = this.seenHere.asObservable();
    this.overheard = tabs.overheard.pipe(
      // What runs here knows better, and counts by itself.
      filter(() => !this.isTicking),
      tap((heard) => this.count(heard)),
      finalize(() => this.isTicking || pace.stop()),
      ignoreElements(),
      share({ resetOnRefCountZero: () => timer(LINGER_MS) })
    );
  }

  /** What was taken last, undefined before the first. */
  get latest(): T | undefined {
    return this.newest;
  }

  get isRunning(): boolean {
    return this.isTicking;
  }

  private count(heard: Heard<Told<T>>): void {
    if (heard === 'gone') {
      this.pace.stop();
      return;
    }
    if (heard !== 'well') {
      const { endedMs, outcome, startedMs } = heard.taken;
      this.pace.note(startedMs, endedMs, outcome.result);
    }
    this.pace.start();
  }

  /** This tab's own, from where another may have ended. */
  private rounds(): Observable<T> {
    // The next wait begins when the round is over, so a slow target skips rounds; they never pile up.
    const next = defer(() => {
      const waitMs = this.pace.waitMs(Date.now());
      const dueMs = Date.now() + waitMs;
      return (waitMs > 0 ? timer(waitMs) : of(0)).pipe(switchMap(() => this.round(Date.now() - dueMs)));
    });
    const isKnown = this.pace.hasBegun && !this.tabs.areShared;
    return (isKnown ? of(undefined) : from(this.goOn())).pipe(switchMap(() => next.pipe(repeat())));
  }

  private async goOn(): Promise<void> {
    const kept = await this.catchUp();
    if (kept) {
      this.pace.goOnFrom(kept, Date.now());
    }
  }

  /** Those of the tab that takes them. */
  private told(): Observable<T> {
    return this.tabs.told.pipe(
      concatMap(async ({ endedMs, outcome: { result, taken }, startedMs }) => {
        this.pace.note(startedMs, endedMs, result);
        await this.catchUp();
        return taken;
      }),
      filter((taken) => taken !== undefined)
    );
  }

  /** @param lateMs after the round was due: browsers hold the timers of hidden tabs back, and sleep with the laptop */
  private round(lateMs: number): Observable<T> {
    return defer(() => {
      const startedMs = Date.now();
      let result: RoundResult | undefined;
      return this.take(lateMs > this.pace.setMs + LATE_MS ? lateMs : 0).pipe(
        tap({
          next: (outcome) => {
            const endedMs = Date.now();
            result = outcome.result;
            this.pace.note(startedMs, endedMs, result);
            this.tabs.tell({ startedMs, endedMs, outcome });
          },
          complete: () => result ?? this.pace.note(startedMs, Date.now()),
        }),
        map(({ taken }) => taken),
        filter((taken) => taken !== undefined)
      );
    });
  }
}
