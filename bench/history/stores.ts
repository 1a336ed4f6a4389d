import { MemoryHistory } from '../../src/core/history/memory';
import type { Scrape } from '../../src/core/scrape';
import type { StoreName } from './names';

/** What is asked of a history here: keep scrapes, and give the series of the `n` stacks with the highest peaks. */
export interface Store {
  append(scrape: Scrape): void;
  top(n: number): Array<{ key: string; column: Float64Array }>;
  /** Where the store tells itself. */
  readonly byteLength?: number;
}

export const STORES: Record<StoreName, () => Store> = {
  tidemark: () => new Tidemark(),
  columns: () => new PlainColumns(),
  objects: () => new MapPerScrape(),
};

class Tidemark implements Store {
  private readonly history = new MemoryHistory({ maxAgeMs: Infinity });

  append(scrape: Scrape): void {
    this.history.append(scrape);
  }

  top(n: number): Array<{ key: string; column: Float64Array }> {
    const range = this.history.range(-Infinity, Infinity);
    const best = range.top(n, 'size');
    const groupOf = new Int32Array(range.stacks.length).fill(-1);
    best.forEach((stack, group) => (groupOf[stack] = group));
    const columns = range.columns({ groups: best.length, groupOf });
    return best.map((stack, group) => ({ key: range.stacks[stack]!.key, column: columns[group]! }));
  }

  get byteLength(): number {
    return this.history.byteLength;
  }
}

/** The way it is written first: a map of counts by key for every scrape. */
class MapPerScrape implements Store {
  private readonly scrapes: Array<Map<string, number>> = [];

  append({ goroutines }: Scrape): void {
    this.scrapes.push(new Map(goroutines!.stacks.map(({ key }, i) => [key, goroutines!.counts[i]!])));
  }

  top(n: number): Array<{ key: string; column: Float64Array }> {
    const measures = new Map<string, { peak: number; sum: number }>();
    for (const scrape of this.scrapes) {
      for (const [key, count] of scrape) {
        const known = measures.get(key);
        if (known) {
          known.peak = Math.max(known.peak, count);
          known.sum += count;
        } else {
          measures.set(key, { peak: count, sum: count });
        }
      }
    }
    return [...measures]
      .sort(([, a], [, b]) => b.peak - a.peak || b.sum - a.sum)
      .slice(0, n)
      .map(([key]) => ({ key, column: Float64Array.from(this.scrapes, (scrape) => scrape.get(key) ?? 0) }));
  }
}

/** A Float64Array per stack, doubled when full. */
class PlainColumns implements Store {
  private readonly columns = new Map<string, Float64Array>();
  private length = 0;

  append({ goroutines }: Scrape): void {
    const { stacks, counts } = goroutines!;
    for (let i = 0; i < stacks.length; i++) {
      const { key } = stacks[i]!;
      let column = this.columns.get(key);
      if (!column || column.length === this.length) {
        const larger = new Float64Array(Math.max(64, this.length * 2));
        larger.set(column ?? []);
        column = larger;
        this.columns.set(key, column);
      }
      column[this.length] = counts[i]!;
    }
    this.length++;
  }

  top(n: number): Array<{ key: string; column: Float64Array }> {
    const measures = Array.from(this.columns, ([key, column]) => {
      let peak = 0;
      let sum = 0;
      for (let i = 0; i < this.length; i++) {
        peak = Math.max(peak, column[i]!);
        sum += column[i]!;
      }
      return { key, peak, sum };
    });
    return measures
      .sort((a, b) => b.peak - a.peak || b.sum - a.sum)
      .slice(0, n)
      .map(({ key }) => ({ key, column: this.columns.get(key)!.slice(0, this.length) }));
  }
}
