import type { MemoryModel } from './frame';
import type { MemoryOptions } from './options';

/** Ticks closer than this are a grey bar. */
const APART_PX = 8;

/** GC cycles that were completed since the row before; null where that is not told. */
export function cyclesAt(model: MemoryModel, row: number): number | null {
  const { NumGC } = model.columns;
  const [now, before] = [NumGC?.[row], NumGC?.[row - 1]];
  return now == null || before == null || now < before ? null : now - before;
}

/**
 * Moments to mark: the scrapes within the window that found GC cycles completed. Where a scrape finds several, one
 * tick stands for them. None where they would be closer than a few pixels, unless they are wanted all the same.
 */
export function collectionMarks(
  model: MemoryModel,
  range: { from: number; to: number },
  width: number,
  wanted: MemoryOptions['gcMarks']
): number[] {
  if (wanted === 'never' || !model.columns.NumGC) {
    return [];
  }
  const found = model.times.filter(
    (time, row) => time >= range.from && time <= range.to && (cyclesAt(model, row) ?? 0) > 0
  );
  const first = found[0];
  if (wanted === 'always' || first === undefined) {
    return found;
  }
  const widthOfSpan = (width * (found[found.length - 1]! - first)) / (range.to - range.from);
  return found.length === 1 || widthOfSpan / (found.length - 1) >= APART_PX ? found : [];
}
