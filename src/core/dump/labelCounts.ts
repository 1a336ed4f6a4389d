import type { LabelCount } from './dumpAnswer';

/** Labels that stand in a row at most. */
const MOST_LABELS = 10;

/** Which pprof labels a stack's goroutines have. */
export class LabelCounts {
  private readonly byKey = new Map<string, Map<string, number>>();

  add(labels: Readonly<Record<string, string>>): void {
    for (const key in labels) {
      let values = this.byKey.get(key);
      if (!values) {
        values = new Map();
        this.byKey.set(key, values);
      }
      const value = labels[key] as string;
      values.set(value, (values.get(value) ?? 0) + 1);
    }
  }

  /** The most frequent first, ten at most. Sorted as they are found: a label may have as many values as goroutines. */
  rows(): LabelCount[] {
    const rows: LabelCount[] = [];
    for (const [key, values] of this.byKey) {
      for (const [value, count] of values) {
        if (rows.length === MOST_LABELS && count <= (rows[MOST_LABELS - 1] as LabelCount).count) {
          continue;
        }
        const place = rows.findIndex((row) => row.count < count);
        rows.splice(place < 0 ? rows.length : place, 0, { key, value, count });
        rows.length = Math.min(rows.length, MOST_LABELS);
      }
    }
    return rows;
  }
}
