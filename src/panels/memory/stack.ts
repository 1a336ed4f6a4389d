import type { MemoryFieldName } from '../../frames/contract';
import type { Column, MemoryModel } from './frame';

export type BandName = Extract<MemoryFieldName, 'live' | 'fragmentation' | 'idle' | 'stacks' | 'runtime'>;

export const BANDS: readonly BandName[] = ['live', 'fragmentation', 'idle', 'stacks', 'runtime'];

/**
 * One column of the plot. `residual` and `deficit` are areas between two lines: RSS over Go's estimate, and Go's
 * estimate over RSS. Which of them is seen at a moment, and where they change over, the clipping of their bands decides.
 */
export type PlotSeries =
  { kind: 'band'; name: BandName } | { kind: 'residual' | 'deficit' | 'sys' | 'goResident' | 'RSS' };

export interface Choice {
  hidden: ReadonlySet<MemoryFieldName>;
  showReleased: boolean;
  /** Only lines and the residual between them: for very small plots. */
  lean: boolean;
}

/** What is drawn, in drawing order: bands bottom up, the inferred over them, lines on top. */
export function plotSeries(model: MemoryModel, { hidden, showReleased, lean }: Choice): PlotSeries[] {
  const has = (name: MemoryFieldName) => model.columns[name] !== undefined;
  const shown = (name: MemoryFieldName) => has(name) && !hidden.has(name);
  const series: PlotSeries[] = [];
  if (!lean) {
    series.push(...BANDS.filter(shown).map((name) => ({ kind: 'band' as const, name })));
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
  }
  return series;
}

/** The columns for these series: bands as running sums, so that hidden ones leave no hole between their neighbours. */
export function plotColumns(model: MemoryModel, series: readonly PlotSeries[]): Column[] {
  let below: Column | undefined;
  return series.map((one) => {
    switch (one.kind) {
      case 'band':
        below = addUp(model.columns[one.name]!, below);
        return below;
      case 'sys':
        return addUp(model.columns.released!, model.columns.goResident);
      case 'residual':
      case 'RSS':
        return model.columns.RSS!;
      case 'deficit':
      case 'goResident':
        return model.columns.goResident!;
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
