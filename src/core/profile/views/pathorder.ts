import type { Steps } from '../../steps';
import type { Paths } from './paths';
import { countUp } from '../../sort';

const MOVES_PER_STEP = 16_384;
/** Shorter ranges are sorted by insertion. */
const FEW = 12;

/** Rows [from, to) of the order, which have their first `depth` steps in common. */
type Range = [from: number, to: number, depth: number];

/**
 * The rows of paths in order: a path comes right before those that go on where it ends. Stacks begin alike for long, so
 * this looks at one step of a path at a time and never again at what it has found to be the same (Bentley and Sedgewick,
 * "Fast Algorithms for Sorting and Searching Strings", 1997: multikey quicksort).
 */
export function* pathOrderSteps(paths: Paths): Steps<Uint32Array> {
  const sorter = new PathSorter(paths);
  while (sorter.sort(MOVES_PER_STEP)) {
    yield;
  }
  return sorter.order;
}

class PathSorter {
  readonly order: Uint32Array;
  private readonly open: Range[];
  /** The range in hand: [from, below) comes before the pivot, [below, at) has it, [at, above) is not looked at yet. */
  private from = 0;
  private to = 0;
  private depth = 0;
  private below = 0;
  private at = 0;
  private above = 0;
  private pivot = 0;

  constructor(private readonly paths: Paths) {
    this.order = countUp(paths.length);
    this.open = [[0, paths.length, 0]];
  }

  /** Goes on for about so many looks at a row; false once all is in order. */
  sort(moves: number): boolean {
    let left = moves;
    while (left > 0) {
      if (this.at === this.above && !this.next()) {
        return false;
      }
      const end = Math.min(this.above, this.at + left);
      left -= end - this.at + 1;
      this.partition(end - this.at);
    }
    return true;
  }

  /** Takes up the next range that is long; false where there is none. */
  private next(): boolean {
    for (let range = this.open.pop(); range; range = this.open.pop()) {
      const [from, to, depth] = range;
      if (to - from > FEW) {
        this.from = this.below = this.at = from;
        this.to = this.above = to;
        this.depth = depth;
        this.pivot = this.middle(from, (from + to) >> 1, to - 1);
        return true;
      }
      this.insert(range);
    }
    return false;
  }

  /** Looks at so many rows of the range in hand, and leaves what it falls into when that was the last. */
  private partition(rows: number): void {
    const { order, pivot } = this;
    for (let i = 0; i < rows; i++) {
      const row = order[this.at] as number;
      const step = this.step(row, this.depth);
      if (step < pivot) {
        order[this.at++] = order[this.below] as number;
        order[this.below++] = row;
      } else if (step > pivot) {
        order[this.at] = order[--this.above] as number;
        order[this.above] = row;
      } else {
        this.at++;
      }
    }
    if (this.at === this.above) {
      const { below, above, depth } = this;
      this.open.push([above, this.to, depth], [this.from, below, depth]);
      if (pivot > 0) {
        this.open.push([below, above, depth + 1]);
      }
    }
  }

  private insert([from, to, depth]: Range): void {
    const { order } = this;
    for (let i = from + 1; i < to; i++) {
      const row = order[i] as number;
      let j = i;
      while (j > from && this.isBefore(row, order[j - 1] as number, depth)) {
        order[j] = order[j - 1] as number;
        j--;
      }
      order[j] = row;
    }
  }

  private isBefore(a: number, b: number, depth: number): boolean {
    for (let at = depth; ; at++) {
      const [ofA, ofB] = [this.step(a, at), this.step(b, at)];
      if (ofA !== ofB) {
        return ofA < ofB;
      }
      if (ofA === 0) {
        return false;
      }
    }
  }

  /** The step of a row + 1; 0 where it has ended. */
  private step(row: number, depth: number): number {
    const { start, steps } = this.paths;
    const at = (start[row] as number) + depth;
    return at < (start[row + 1] as number) ? (steps[at] as number) + 1 : 0;
  }

  /** The middle one of three rows' steps. */
  private middle(first: number, second: number, third: number): number {
    const [a, b, c] = [first, second, third].map((at) => this.step(this.order[at] as number, this.depth)) as [
      number,
      number,
      number,
    ];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
