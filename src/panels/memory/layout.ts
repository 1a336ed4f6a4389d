import { CHIPS_HEIGHT } from '../../ui/Chips';
import type { LegendPlacement } from '../../ui/legendPlacement';

export interface MemoryLayout {
  /** `line`: one line with the figures that decide, instead of chips and legend. */
  header: 'chips' | 'line' | 'none';
  legend: 'right' | 'bottom' | 'none';
  /** Of the unfolded findings with the gap under them, and what is left for the picture with its legend. */
  findingsHeight: number;
  picture: { width: number; height: number };
  plot: { width: number; height: number };
  legendSize: { width: number; height: number };
  /** No room for bands and axes: only the lines. */
  lean: boolean;
}

/** The sentence over the picture. `compact`: smaller, and in place of the chips. `line`: one line, cut. */
export type VerdictForm = 'banner' | 'compact' | 'line';

export interface VerdictRoom {
  form: VerdictForm;
  /** Of the sentence as it wraps, measured. */
  height: number;
  /** Of the unfolded findings, measured; 0 while they are folded. */
  findings: number;
}

const LINE_HEIGHT = 20;
export const GAP = 8;
/** Between the chips and the verdict. */
export const HEADER_GAP = 4;
export const COLUMN_ROW_MIN = 18;
export const COLUMN_HEAD = 18;
const BOTTOM_ROW = 20;
const BOTTOM_ITEM_MIN = 172;
/** Below the plot's bottom edge the column may use the x axis' height too. */
const PLOT_MIN = 110;

export function verdictForm(width: number, height: number): VerdictForm {
  if (height < 190 || width < 280) {
    return 'line';
  }
  return height >= 320 && width >= 300 ? 'banner' : 'compact';
}

/** Where things stand in the panel's inner size. `rows`: how many lines the legend has. */
export function memoryLayout(
  width: number,
  height: number,
  wanted: LegendPlacement,
  rows: number,
  verdict?: VerdictRoom
): MemoryLayout {
  const header = headerFor(width, height, verdict);
  const headerHeight =
    header === 'chips' ? CHIPS_HEIGHT + (verdict ? HEADER_GAP : 0) : header === 'line' ? LINE_HEIGHT : 0;
  const below = height - headerHeight - verdictHeight(verdict);
  const findingsHeight = unfoldedHeight(verdict?.findings ?? 0, below);
  const left = Math.max(0, below - findingsHeight);
  const columnWidth = width >= 1000 ? 300 : 270;
  const itemsPerLine = Math.max(1, Math.floor(width / BOTTOM_ITEM_MIN));
  const bottomHeight = Math.ceil(rows / itemsPerLine) * BOTTOM_ROW + 4;
  const fitsRight = width - columnWidth >= 320 && left >= rows * COLUMN_ROW_MIN + COLUMN_HEAD;
  const fitsBottom = header !== 'line' && verdict?.form !== 'line' && left - bottomHeight >= PLOT_MIN;

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
    findingsHeight,
    picture: { width, height: left },
    plot: {
      width: legend === 'right' ? width - columnWidth - GAP : width,
      height: legend === 'bottom' ? left - bottomHeight : left,
    },
    legendSize:
      legend === 'right'
        ? { width: columnWidth, height: left }
        : { width, height: legend === 'bottom' ? bottomHeight : 0 },
    lean: left < 84,
  };
}

function headerFor(width: number, height: number, verdict: VerdictRoom | undefined): MemoryLayout['header'] {
  switch (verdict?.form) {
    case undefined:
      return height >= 170 && width >= 300 ? 'chips' : 'line';
    case 'banner':
      return 'chips';
    case 'compact':
      return 'none';
    case 'line':
      return height >= 120 ? 'line' : 'none';
  }
}

function verdictHeight(verdict: VerdictRoom | undefined): number {
  if (!verdict) {
    return 0;
  }
  return verdict.form === 'line' ? LINE_HEIGHT + 4 : verdict.height + GAP;
}

/** Half of the room at most, so that the picture stays; all of it where both would be too small. */
function unfoldedHeight(wanted: number, room: number): number {
  const height = Math.min(wanted + GAP, Math.floor(room * 0.55));
  return wanted === 0 ? 0 : room - height >= PLOT_MIN ? height : Math.max(0, room);
}
