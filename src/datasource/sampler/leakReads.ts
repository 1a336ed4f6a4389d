/** Each read of the profile makes the program collect its garbage (docs/dumps.md says what it proves, and its danger). */
const LEAST_BETWEEN_MS = 60_000;

/** Moments of a target's reads, over all tabs. */
interface Reads {
  /** When it was read last. */
  readonly lastMs?: number;
  /** A person was sent away: until then the next read is theirs. */
  readonly reservedUntilMs?: number;
}

/**
 * Lets the `goroutineleak` profile of a target be read once a minute, whoever asks in whichever tab. When it was read
 * stands in localStorage: all tabs see it at once, it outlives the tab that wrote it, where a lock would be let go of, and
 * pages without locks (plain http) have it. Two tabs that ask within the same few milliseconds may both read.
 */
export class LeakReads {
  private readonly name: string;
  /** As this tab wrote them, for browsers that give this page no storage. */
  private own: Reads = {};

  constructor(targetId: string) {
    this.name = `tidemark.goroutineleak.${targetId}`;
  }

  /**
   * @param byHand a person asked: they go before what the page asks for by itself
   * @returns ms that are still to wait; where it is 0 the read is theirs, and counted
   */
  take(byHand: boolean, nowMs: number): number {
    const { lastMs = -Infinity, reservedUntilMs = -Infinity } = this.read();
    // After a clock that was set back they lie in the future, and say nothing.
    const waitMs = lastMs > nowMs ? 0 : Math.max(0, lastMs + LEAST_BETWEEN_MS - nowMs);
    if (waitMs > 0) {
      if (byHand) {
        this.write({ lastMs, reservedUntilMs: nowMs + waitMs + LEAST_BETWEEN_MS });
      }
      return waitMs;
    }
    const isReserved = !byHand && nowMs < reservedUntilMs && reservedUntilMs <= nowMs + 2 * LEAST_BETWEEN_MS;
    if (isReserved) {
      return reservedUntilMs - nowMs;
    }
    this.write({ lastMs: nowMs });
    return 0;
  }

  private read(): Reads {
    let told: Reads = {};
    try {
      told = JSON.parse(localStorage.getItem(this.name) ?? '{}') as Reads;
    } catch {
      // Then this tab's own is all that is known.
    }
    return (told.lastMs ?? -Infinity) < (this.own.lastMs ?? -Infinity) ? this.own : told;
  }

  private write(reads: Reads): void {
    this.own = reads;
    try {
      localStorage.setItem(this.name, JSON.stringify(reads));
    } catch {
      // No room, or not for this page: then it is once a minute in each tab.
    }
  }
}
