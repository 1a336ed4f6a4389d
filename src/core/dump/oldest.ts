import type { DumpedGoroutine } from './dump';

/** Keeps those that waited longest; of the same minutes the lower number, which was created earlier. */
export class Oldest {
  private kept: DumpedGoroutine[] = [];
  /** The youngest of a full list: what is younger is no candidate. */
  private youngest: DumpedGoroutine | undefined;

  constructor(private readonly most: number) {}

  add(goroutine: DumpedGoroutine): void {
    if (this.most <= 0 || (this.youngest && compare(goroutine, this.youngest) > 0)) {
      return;
    }
    this.kept.push(goroutine);
    // Sorted now and then: most goroutines of a dump never come here.
    if (this.kept.length >= 2 * this.most) {
      this.trim();
    }
  }

  /** The oldest first. */
  list(): readonly DumpedGoroutine[] {
    this.trim();
    return this.kept;
  }

  private trim(): void {
    this.kept = this.kept.sort(compare).slice(0, this.most);
    this.youngest = this.kept[this.most - 1];
  }
}

function compare(a: DumpedGoroutine, b: DumpedGoroutine): number {
  return b.minutes - a.minutes || a.id - b.id;
}
