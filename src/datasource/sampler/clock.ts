import {
  concatMap,
  defer,
  filter,
  finalize,
  from,
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
import type { Pace, RoundResult } from './pace';
import type { Tabs } from './tabs/tabs';

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
  private readonly seenHere = new Subject<T>();
  private newest: T | undefined;
  private isTicking = false;

  /**
   * @param take one round, with for how long the browser had held it back, where that is worth telling; where it ends
   *   without an outcome, nothing was asked
   * @param catchUp takes in what other tabs have taken; never rejects
   * @param onStop nobody listens any more
   */
  constructor(
    readonly pace: Pace,
    private readonly tabs: Tabs<Told<T>>,
    private readonly take: (missedMs: number) => Observable<Outcome<T>>,
    private readonly catchUp: () => Promise<unknown>,
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
  }

  /** What was taken last, undefined before the first. */
  get latest(): T | undefined {
    return this.newest;
  }

  get isRunning(): boolean {
    return this.isTicking;
  }

  /** This tab's own, from where another may have ended. */
  private rounds(): Observable<T> {
    // The next wait begins when the round is over, so a slow target skips rounds; they never pile up.
    const next = defer(() => {
      const waitMs = this.pace.waitMs(Date.now());
      const dueMs = Date.now() + waitMs;
      return timer(waitMs).pipe(switchMap(() => this.round(Date.now() - dueMs)));
    });
    const ready = this.tabs.areShared ? from(this.catchUp()) : of(undefined);
    return ready.pipe(switchMap(() => next.pipe(repeat())));
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
