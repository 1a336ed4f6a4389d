import type { AlignedData } from 'uplot';
import type { Mark } from './marks';
import type { Origin } from './origins';
import type { YAxis } from './ticks';

/** What the hooks of a plot read while they draw. It rides on the data, so that it is never older or newer than them. */
export interface PlotView {
  range: { from: number; to: number };
  y: YAxis;
  yLabel: (value: number) => string;
  marks: readonly Mark[];
  /** A cursor further than this from the nearest moment stands over no data. */
  reachMs: number;
  /** Who recorded the rows; absent where there is nothing to tell apart. */
  origins?: readonly Origin[];
}

export type PlotData<V extends PlotView = PlotView> = AlignedData & { view: V };

export function withView<V extends PlotView>(columns: AlignedData, view: V): PlotData<V> {
  return Object.assign(columns, { view });
}

export function viewOf<V extends PlotView>(u: { data: AlignedData }): V {
  return (u.data as PlotData<V>).view;
}

/** The rectangle that the axes span, in CSS pixels of the plot's box. */
export interface PlotRect {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Rows that stand alone between gaps, or at an end beside one: no line or area reaches them. */
export function isolatedRows(told: (row: number) => boolean, rows: number): number[] {
  const alone: number[] = [];
  for (let row = 0; row < rows; row++) {
    const before = row > 0 && told(row - 1);
    const after = row + 1 < rows && told(row + 1);
    if (told(row) && !before && !after) {
      alone.push(row);
    }
  }
  return alone;
}

/** The row at exactly this moment, else -1. Times ascend. */
export function rowAt(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = times[middle]!;
    if (found === time) {
      return middle;
    }
    if (found < time) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return -1;
}
