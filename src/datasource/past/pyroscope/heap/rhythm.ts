import type { TimestampMs } from '../../../../core/scrape';

/** A period is measured to some milliseconds, and recorders are set to whole seconds. */
const ROUND_MS = 1000;
const NEARLY_MS = 250;
/** After so many guesses in a row that were wrong the period is measured anew, */
const MOST_MISSES = 3;
/** but not for ever: what comes at any time has none. */
const MOST_MEASURED = 4;

/** When a recorder takes its profiles, as far as that has shown: each a period after the one before. */
export class Rhythm {
  private takenMs: TimestampMs | undefined;
  private periodMs: number | undefined;
  private misses = 0;
  private measured = 0;

  /** Whether it is worth its price to measure the period. */
  get isUnknown(): boolean {
    const isWrong = this.periodMs === undefined || this.misses >= MOST_MISSES;
    return isWrong && this.measured < MOST_MEASURED;
  }

  /** A profile was taken then. */
  taken(atMs: TimestampMs): void {
    this.takenMs = atMs;
  }

  /** The next one was taken so much later; undefined: none came for long. */
  measure(periodMs: number | undefined): void {
    this.measured++;
    this.misses = 0;
    if (periodMs !== undefined) {
      const round = Math.round(periodMs / ROUND_MS) * ROUND_MS;
      this.periodMs = Math.abs(periodMs - round) <= NEARLY_MS && round > 0 ? round : periodMs;
    }
  }

  /** What a guess has come to. */
  guessed(isRight: boolean): void {
    this.misses = isRight ? 0 : this.misses + 1;
  }

  /** When the profile nearest to a moment was taken, and how far from it to look, which leaves the next one out. */
  near(atMs: TimestampMs): { readonly atMs: TimestampMs; readonly aroundMs: number } | undefined {
    const { periodMs, takenMs } = this;
    return periodMs === undefined || takenMs === undefined
      ? undefined
      : {
          atMs: takenMs + Math.round((atMs - takenMs) / periodMs) * periodMs,
          aroundMs: Math.floor(Math.min(1000, periodMs / 8)),
        };
  }
}
