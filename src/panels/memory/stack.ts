import type { MemoryFieldName } from '../../frames/contract';
import type { Column, MemoryModel } from './frame';

export type BandName = Extract<MemoryFieldName, 'live' | 'fragmentation' | 'idle' | 'stacks' | 'runtime'>;
export type PartName = Extract<MemoryFieldName, 'RssFile' | 'LazyFree'>;

export const BANDS: readonly BandName[] = ['live', 'fragmentation', 'idle', 'stacks', 'runtime'];

/** Parts of the residual that are known by themselves, bottom up: they lie on Go's estimate. */
export const PARTS: readonly PartName[] = ['RssFile', 'LazyFree'];

/**
 * One column of the plot. `residual` and `deficit` are areas between two lines: RSS over what is known (Go's estimate
 * and the residual's known parts), and what is known over RSS. Which of them is seen at a moment, and where they change
 * over, the clipping of their bands decides. `floor` is what the parts lie on.
 */
export type PlotSeries =
  | { kind: 'band'; name: BandName }
  | { kind: 'part'; name: PartName }
  | { kind: 'floor' | 'residual' | 'deficit' | 'sys' | 'goResident' | 'RSS' | 'peak' };

export interface Choice {
  hidden: ReadonlySet<MemoryFieldName>;
  showReleased: boolean;
  /** Only lines and the residual between them: for very small plots. */
  lean: boolean;
}

/** What is drawn, in drawing order: bands bottom up, the residual over them, lines on top. */
export function plotSeries(model: MemoryModel, { hidden, showReleased, lean }: Choice): PlotSeries[] {
  const has = (name: MemoryFieldName) => model.columns[name] !== undefined;
  const shown = (name: MemoryFieldName) => has(name) && !hidden.has(name);
  const series: PlotSeries[] = [];
  if (!lean) {
    series.push(...BANDS.filter(shown).map((name) => ({ kind: 'band' as const, name })));
  }
  const parts = has('goResident') && !lean ? PARTS.filter(shown) : [];
  if (parts.length > 0) {
    series.push({ kind: 'floor' }, ...parts.map((name) => ({ kind: 'part' as const, name })));
  }
  if (has('goResident') && has('RSS') && !hidden.has('residual')) {
    series.push({ kind: 'deficit' }, { kind: 'residual' });
  }
  if (showReleased && !lean && has('goResident') && shown('released')) {
    series.push({ kind: 'sys' });
  }
  if (shown('goResident')) {
    series.push({ kind: 'goResident' });
  }
  if (shown('RSS')) {
    series.push({ kind: 'RSS' });
  } else if (!has('RSS') && shown('MaxRSS') && !lean) {
    series.push({ kind: 'peak' });
  }
  return series;
}

/** The columns for these series: bands as running sums, so that hidden ones leave no hole between their neighbours. */
export function plotColumns(model: MemoryModel, series: readonly PlotSeries[]): Column[] {
  let below: Column | undefined;
  let known = model.columns.goResident;
  return series.map((one) => {
    switch (one.kind) {
      case 'band':
        below = addUp(model.columns[one.name]!, below);
        return below;
      case 'part': {
        const [part, floor] = [model.columns[one.name]!, known!];
        // Where a scrape did not tell the part, it belongs to what is not known.
        known = floor.map((value, row) => (value === null ? null : value + (part[row] ?? 0)));
        return addUp(part, floor);
      }
      case 'sys':
        return addUp(model.columns.released!, model.columns.goResident);
      case 'residual':
      case 'RSS':
        return model.columns.RSS!;
      case 'deficit':
        return known!;
      case 'floor':
      case 'goResident':
        return model.columns.goResident!;
      case 'peak':
        return model.columns.MaxRSS!;
    }
  });
}

function addUp(column: Column, below: Column | undefined): Column {
  return below ? column.map((value, row) => plus(value, below[row])) : column;
}

function plus(a: number | null, b: number | null | undefined): number | null {
  return a === null || b == null ? null : a + b;
}

/** The highest point that is drawn within the window. */
export function highest(times: readonly number[], columns: readonly Column[], from: number, to: number): number {
  let most = 0;
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      const value = column[row];
      const time = times[row]!;
      if (value != null && value > most && time >= from && time <= to) {
        most = value;
      }
    }
  }
  return most;
}
