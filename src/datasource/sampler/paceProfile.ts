import type { TimestampMs } from '../../core/scrape';
import { LONGEST_MS } from './pace';
import type { Spending } from './spending';

/** A guess that is wrong by less than this does not put a profile off: to look again costs something, too. */
const TOLERANCE = 0.2;

/**
 * Says whether the goroutine profile may be taken, which costs the program the more the more goroutines it has. Their
 * number comes from the memory source, in a small answer: pprof's index page has it too, but Grafana compares routes by
 * prefix, and would let everything below that page pass along with it.
 */
export class ProfilePace {
  private goroutines = Infinity;
  /** Up to then all profiles are paid for. */
  private paidMs: TimestampMs | undefined;

  private hasOne = false;

  /** @param shareOf the share of its time that the program may spend on rounds now */
  constructor(
    private readonly setMs: number,
    private readonly spending: Spending,
    private readonly shareOf: () => number
  ) {}

  /** Whether their number is to be known first: while nothing is known, and where each round cannot afford a profile. */
  get looksFirst(): boolean {
    return this.affordedMs(this.goroutines) > this.setMs;
  }

  /**
   * How long the profile has to be put off, ms, five minutes at most; 0 where it may be taken. The first one finds five
   * minutes of the budget saved up: who opens a dashboard wants to see.
   */
  putOffMs(goroutines: number, nowMs: TimestampMs): number {
    this.goroutines = goroutines;
    // The second case is a clock that was set back.
    if (this.paidMs === undefined || this.paidMs > nowMs) {
      this.paidMs = nowMs - LONGEST_MS;
    }
    const afterMs = this.affordedMs(goroutines);
    const leftMs = this.paidMs + afterMs - nowMs;
    return leftMs > TOLERANCE * afterMs ? Math.min(leftMs, LONGEST_MS) : 0;
  }

  /** Whether any was taken so far. */
  get hasTaken(): boolean {
    return this.hasOne;
  }

  /** A profile was taken, of so many. */
  taken(goroutines: number, nowMs: TimestampMs): void {
    this.goroutines = goroutines;
    this.paidMs = nowMs;
    this.hasOne = true;
  }

  /** The interval at which profiles of so many goroutines keep to the share. */
  private affordedMs(goroutines: number): number {
    return this.spending.guess(goroutines) / this.shareOf();
  }
}
