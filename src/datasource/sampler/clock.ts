import { defer, filter, finalize, map, repeat, share, Subject, switchMap, tap, timer, type Observable } from 'rxjs';
import type { Pace, RoundResult } from './pace';

/**
 * How long sampling goes on after the last panel has left. Grafana unsubscribes and subscribes again at each refresh and
 * at each change of a variable; the pause between the two must not cost a scrape.
 */
const LINGER_MS = 5_000;

/** What came of a round. */
export interface Outcome<T> {
  /** Absent where the round was put off. */
  readonly taken?: T;
  readonly result: RoundResult;
}

/** Takes something of a target at its pace, for as long as somebody listens. */
export class Clock<T extends { readonly atMs: number }> {
  /** Emits what was taken. Never completes; stops when nobody listens. */
  readonly taken: Observable<T>;
  /** Emits the same, and does not make the clock run: for who wants to see what others asked for. */
  readonly seen: Observable<T>;
  private readonly seenHere = new Subject<T>();
  private newest: T | undefined;
  private isTicking = false;

  /**
   * @param take one round; where it ends without an outcome, nothing was asked
   * @param onStop nobody listens any more
   */
  constructor(
    readonly pace: Pace,
    private readonly take: () => Observable<Outcome<T>>,
    onStop: () => void
  ) {
    this.taken = defer(() => {
      this.isTicking = true;
      pace.start();
      // The next wait begins when the round is over, so a slow target skips rounds; they never pile up.
      return defer(() => timer(pace.waitMs(Date.now()))).pipe(
        switchMap(() => this.round()),
        repeat()
      );
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

  private round(): Observable<T> {
    return defer(() => {
      const startedMs = Date.now();
      let result: RoundResult | undefined;
      return this.take().pipe(
        tap({
          next: (outcome) => {
            result = outcome.result;
            this.pace.note(startedMs, Date.now(), result);
          },
          complete: () => result ?? this.pace.note(startedMs, Date.now()),
        }),
        map(({ taken }) => taken),
        filter((taken) => taken !== undefined)
      );
    });
  }
}
