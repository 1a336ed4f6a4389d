import type { DumpStackRow, WaitRange } from './dumpAnswer';

/** Where the ranges of wait ages begin, in minutes: the runtime tells whole ones, and none below the first. */
const FROM = [0, 1, 2, 5, 10, 30, 60, 180, 360, 720, 1440] as const;

/** Goroutines by whole minutes waited. */
export class Waits {
  private readonly counts = new Map<number, number>();
  private total = 0;

  add(minutes: number): void {
    this.counts.set(minutes, (this.counts.get(minutes) ?? 0) + 1);
    this.total++;
  }

  /** How many waited how long: every range, empty ones too. */
  ranges(): WaitRange[] {
    const counts = FROM.map(() => 0);
    for (const [minutes, count] of this.counts) {
      const range = FROM.filter((from) => minutes >= from).length - 1;
      counts[range]! += count;
    }
    return FROM.map((from, i) => ({ from, to: FROM[i + 1] ?? Infinity, count: counts[i]! }));
  }

  /** Nearest rank: the least minutes that at least this part of the goroutines did not exceed. NaN where there are none. */
  quantiles(): DumpStackRow['minutes'] {
    const sorted = [...this.counts].sort(([a], [b]) => a - b);
    const rank = (part: number) => {
      let before = 0;
      for (const [minutes, count] of sorted) {
        before += count;
        if (before >= part * this.total) {
          return minutes;
        }
      }
      return NaN;
    };
    return { least: rank(0), median: rank(0.5), p90: rank(0.9), most: rank(1) };
  }
}
