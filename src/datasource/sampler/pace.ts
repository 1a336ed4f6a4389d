import type { TimestampMs } from '../../core/scrape';
import type { IntervalSince } from '../../frames';
import type { Budget, Demand } from './budget';

/** No back-off waits longer, and no guess puts a profile off for longer at a time. Only what was measured may. */
export const LONGEST_MS = 300_000;
/** A program that asks to be left alone for longer is asked once an hour all the same. */
const LONGEST_RETRY_MS = 3_600_000;
/** A day: no timer has to hold more. */
const LONGEST_STRETCH_MS = 86_400_000;
/** Rounds of which the median is what a round costs: one slow round does not stretch the interval. */
const ROUNDS = 3;
/** Changes of the interval that are remembered, */
const CHANGES = 500;
/** and how great a change has to be for that, as a share: lines break at three intervals, which is coarse. */
const WORTH_NOTING = 0.2;

/** What came of a round. */
export interface RoundResult {
  /** ms that it cost the program; undefined where that says nothing about the next round. */
  readonly spentMs?: number;
  /** The program was out of reach, or refused. Not: a part of the round did not come. */
  readonly hasFailed: boolean;
  /** What an answer 429 or 503 said about when to come back. */
  readonly retryAfterMs?: number;
  /** The part of the round that was put off for its price may come so long after the round. */
  readonly putOffMs?: number;
}

/** A round that was taken before this page was there. */
export interface KeptRound {
  readonly atMs: TimestampMs;
  readonly spentMs?: number;
  /** Not to be asked again before, by what it answered. */
  readonly notBeforeMs?: TimestampMs;
}

/** Why the interval is what it is: that of the settings, or what stretched it. */
export type PaceReason = 'set' | 'budget' | 'put off' | 'back-off' | 'Retry-After';

/**
 * Decides when the next round of a clock is due. It has no timer and no clock: times are handed in.
 *
 * - A round that costs the program `spentMs` comes again after `spentMs / share`, not before the set interval. That may
 *   be more than five minutes: the budget is a promise to the program, and holds whatever the round costs.
 * - A program that is out of reach is asked half as often after each failure, down to once in five minutes, with jitter
 *   so that many pages do not come back in step. The first success ends that.
 * - Retry-After is never undercut.
 * - A page that opens goes on from the newest round that was kept, so that to reload it is no way to ask sooner.
 */
export class Pace implements Demand {
  private readonly costs: number[] = [];
  private readonly changes: IntervalSince[] = [];
  private failures = 0;
  private jitter = 0;
  private last: { startedMs: TimestampMs; endedMs: TimestampMs; retryMs: number; putOffMs: number } | undefined;

  /** @param random 0 to 1 */
  constructor(
    readonly setMs: number,
    private readonly budget: Budget,
    private readonly random: () => number
  ) {}

  /** Its rounds come, and count against the budget. */
  start(): void {
    this.budget.join(this);
  }

  stop(): void {
    this.budget.leave(this);
  }

  /**
   * What was kept of rounds, where none is known yet: the next comes when it would have come without a reload. A back-off
   * ends there: who reloads wants to know whether the program is back.
   */
  goOnFrom({ atMs, notBeforeMs = atMs, spentMs }: KeptRound, nowMs: TimestampMs): void {
    // After a clock that was set back it lies in the future, and says nothing.
    if (this.last || atMs > nowMs) {
      return;
    }
    const retryMs = Math.min(notBeforeMs - atMs, LONGEST_RETRY_MS);
    this.last = { startedMs: atMs, endedMs: atMs, retryMs, putOffMs: 0 };
    if (spentMs !== undefined) {
      this.costs.push(spentMs);
    }
  }

  /** Whether any round is known. */
  get hasBegun(): boolean {
    return this.last !== undefined;
  }

  /** A round has ended; without a result it was none, and the next is due as if it had been. */
  note(startedMs: TimestampMs, endedMs: TimestampMs, result?: RoundResult): void {
    this.last = {
      startedMs,
      endedMs,
      retryMs: Math.min(result?.retryAfterMs ?? 0, LONGEST_RETRY_MS),
      putOffMs: result?.putOffMs ?? 0,
    };
    if (!result) {
      return;
    }
    if (result.spentMs !== undefined) {
      this.costs.push(result.spentMs);
      this.costs.splice(0, this.costs.length - ROUNDS);
    }
    this.failures = result.hasFailed ? this.failures + 1 : 0;
    this.jitter = this.random();
    const { intervalMs } = this.plan;
    const before = this.changes.at(-1);
    if (!before || Math.abs(intervalMs / before.intervalMs - 1) > WORTH_NOTING) {
      this.changes.push({ fromMs: startedMs, intervalMs });
      this.changes.splice(0, this.changes.length - CHANGES);
    }
  }

  /** ms of the program's time that a round costs: the median of the last few, the lower one of two. */
  get spentMs(): number {
    const sorted = [...this.costs].sort((a, b) => a - b);
    return sorted[(sorted.length - 1) >> 1] ?? 0;
  }

  /** Time between the beginnings of two rounds as things stand, and what makes it so. */
  get plan(): { intervalMs: number; why: PaceReason } {
    const { last, setMs, spentMs } = this;
    const lastedMs = last ? Math.max(0, last.endedMs - last.startedMs) : 0;
    const intervals: Array<[PaceReason, number]> = [
      ['set', setMs],
      ['budget', spentMs / this.budget.shareOf(this)],
      ['put off', last?.putOffMs ?? 0],
      ['back-off', this.backOffMs],
      ['Retry-After', last?.retryMs ? lastedMs + last.retryMs : 0],
    ];
    const [why, intervalMs] = intervals.reduce((longest, one) => (one[1] > longest[1] ? one : longest));
    return { intervalMs: Math.min(Math.round(intervalMs), Math.max(LONGEST_STRETCH_MS, setMs)), why };
  }

  /** How long until the next round; 0 when it is due. Rounds that were missed are not made up for. */
  waitMs(nowMs: TimestampMs): number {
    const { last } = this;
    if (!last) {
      return 0;
    }
    const { intervalMs } = this.plan;
    // A round that was slower than the interval: the next one comes where a later one would have come.
    const lastedMs = last.endedMs - last.startedMs;
    const dueMs = last.startedMs + intervalMs * Math.max(1, Math.ceil(lastedMs / intervalMs));
    // After a clock that was set back the last round lies in the future.
    return Math.min(intervalMs, Math.max(0, dueMs - nowMs));
  }

  /** The intervals that were kept, roughly, oldest first: what is much longer than those is a gap. */
  get intervals(): readonly IntervalSince[] {
    return this.changes;
  }

  private get backOffMs(): number {
    if (this.failures === 0) {
      return 0;
    }
    const most = Math.min(this.setMs * 2 ** this.failures, Math.max(LONGEST_MS, this.setMs));
    return (most * (1 + this.jitter)) / 2;
  }
}
