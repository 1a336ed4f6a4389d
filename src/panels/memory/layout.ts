import { CHIPS_HEIGHT } from '../../ui/Chips';
import type { LegendPlacement } from '../../ui/legendPlacement';

export interface MemoryLayout {
  /** `line`: one line with the figures that decide, instead of chips and legend. */
  header: 'chips' | 'line';
  legend: 'right' | 'bottom' | 'none';
  plot: { width: number; height: number };
  legendSize: { width: number; height: number };
  /** No room for bands and axes: only the lines. */
  lean: boolean;
}

const LINE_HEIGHT = 20;
const GAP = 8;
export const COLUMN_ROW_MIN = 18;
export const COLUMN_HEAD = 18;
const BOTTOM_ROW = 20;
const BOTTOM_ITEM_MIN = 172;
/** Below the plot's bottom edge the column may use the x axis' height too. */
const PLOT_MIN = 110;

/** Where things stand in the panel's inner size. `rows`: how many lines the legend has. */
export function memoryLayout(width: number, height: number, wanted: LegendPlacement, rows: number): MemoryLayout {
  const header = height >= 170 && width >= 300 ? 'chips' : 'line';
  const below = height - (header === 'chips' ? CHIPS_HEIGHT : LINE_HEIGHT);
  const columnWidth = width >= 1000 ? 300 : 270;
  const itemsPerLine = Math.max(1, Math.floor(width / BOTTOM_ITEM_MIN));
  const bottomHeight = Math.ceil(rows / itemsPerLine) * BOTTOM_ROW + 4;
  const fitsRight = width - columnWidth >= 320 && below >= rows * COLUMN_ROW_MIN + COLUMN_HEAD;
  const fitsBottom = header === 'chips' && below - bottomHeight >= PLOT_MIN;

  let legend: MemoryLayout['legend'] = 'none';
  if (wanted === 'auto' || wanted === 'right') {
    const right = fitsRight && (wanted === 'right' || width >= 680);
    legend = right ? 'right' : fitsBottom ? 'bottom' : 'none';
  } else if (wanted === 'bottom' && fitsBottom) {
    legend = 'bottom';
  }
  return {
    header,
    legend,
    plot: {
      width: legend === 'right' ? width - columnWidth - GAP : width,
      height: legend === 'bottom' ? below - bottomHeight : below,
    },
    legendSize:
      legend === 'right'
        ? { width: columnWidth, height: below }
        : { width, height: legend === 'bottom' ? bottomHeight : 0 },
    lean: below < 84,
  };
}
