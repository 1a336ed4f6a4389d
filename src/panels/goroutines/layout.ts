import { CHIPS_HEIGHT } from '../../ui/Chips';
import type { LegendPlacement } from '../../ui/legendPlacement';

export interface GoroutinesLayout {
  header: 'chips' | 'line';
  legend: 'right' | 'bottom' | 'none';
  plot: { width: number; height: number };
  legendSize: { width: number; height: number };
  lean: boolean;
  /** Of a table's row: a name over what it waits for, or, where the table is wide, both in one line. */
  rowHeight: number;
}

const LINE_HEIGHT = 20;
const GAP = 10;
export const TABLE_HEAD = 22;
const ROW = 35;
export const INLINE_ROW = 24;
const INLINE_WIDTH = 520;
const PLOT_MIN = 110;

/** Wide and low: the table stands beside the plot. Narrow or high: below it, as high as its rows, up to half. */
export function goroutinesLayout(
  width: number,
  height: number,
  wanted: LegendPlacement,
  rows: number
): GoroutinesLayout {
  const header = height >= 170 && width >= 300 ? 'chips' : 'line';
  const below = height - (header === 'chips' ? CHIPS_HEIGHT : LINE_HEIGHT);
  const tableWidth = Math.round(Math.min(460, Math.max(320, width * 0.34)));
  const belowRow = width >= INLINE_WIDTH ? INLINE_ROW : ROW;
  const shown = Math.min(rows, Math.max(2, Math.floor((below * 0.46 - TABLE_HEAD) / belowRow)));
  const tableHeight = TABLE_HEAD + shown * belowRow;
  // A total has no rows: its one figure stands among the chips.
  const fitsRight = rows > 0 && header === 'chips' && width - tableWidth >= 320;
  const fitsBottom = rows > 0 && header === 'chips' && below - tableHeight - GAP >= PLOT_MIN;

  let legend: GoroutinesLayout['legend'] = 'none';
  if (wanted === 'right' && fitsRight) {
    legend = 'right';
  } else if (wanted === 'auto') {
    const wideAndLow = width >= 760 && width >= 2.2 * height;
    legend = wideAndLow && fitsRight ? 'right' : fitsBottom ? 'bottom' : fitsRight ? 'right' : 'none';
  } else if (wanted !== 'hidden' && fitsBottom) {
    legend = 'bottom';
  }
  return {
    header,
    legend,
    plot: {
      width: legend === 'right' ? width - tableWidth - GAP : width,
      height: legend === 'bottom' ? below - tableHeight - GAP : below,
    },
    legendSize: legend === 'right' ? { width: tableWidth, height: below } : { width, height: tableHeight },
    lean: below < 84,
    rowHeight: legend === 'right' ? ROW : belowRow,
  };
}
