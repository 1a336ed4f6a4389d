import { defer, exhaustMap, finalize, share, Subject, tap, timer, type Observable } from 'rxjs';

/**
 * How long sampling goes on after the last panel has left. Grafana unsubscribes and subscribes again at each refresh and
 * at each change of a variable; the pause between the two must not cost a scrape.
 */
const LINGER_MS = 5_000;

/** Takes something of a target at an interval, for as long as somebody listens. */
export class Clock<T extends { readonly atMs: number }> {
  /** Emits what was taken. Never completes; stops when nobody listens. */
  readonly taken: Observable<T>;
  /** Emits the same, and does not make the clock run: for who wants to see what others asked for. */
  readonly seen: Observable<T>;
  private readonly seenHere = new Subject<T>();
  private newest: T | undefined;
  private isTicking = false;

  /** @param onStop nobody listens any more */
  constructor(
    private readonly intervalMs: number,
    take: () => Observable<T>,
    onStop: () => void
  ) {
    this.taken = defer(() => {
      this.isTicking = true;
      return timer(this.untilDueMs(), intervalMs);
    }).pipe(
      // A slow target skips rounds; rounds never pile up.
      exhaustMap(take),
      tap((taken) => {
        this.newest = taken;
        this.seenHere.next(taken);
      }),
      finalize(() => {
        this.isTicking = false;
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

  /** Never more than an interval: after a clock that was set back, the newest scrape lies in the future. */
  private untilDueMs(): number {
    const { intervalMs, latest } = this;
    return latest ? Math.min(intervalMs, Math.max(0, latest.atMs + intervalMs - Date.now())) : 0;
  }
}
