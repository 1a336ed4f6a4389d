import { CHIPS_HEIGHT } from '../../../ui/Chips';
import type { LegendPlacement } from '../../../ui/legendPlacement';

/** Which columns a table has room for; what is left out stands in the unfolded part. */
export type Columns = 'all' | 'some' | 'few' | 'two';

export interface SuspectsLayout {
  chips: boolean;
  /** `compact`: without what follows from the answer. `line`: a few words instead of the whole sentence. */
  sentence: 'banner' | 'compact' | 'line';
  table: 'right' | 'bottom' | 'none';
  /** Absent where no picture is to be drawn. */
  plot?: { width: number; height: number };
  tableSize: { width: number; height: number };
  columns: Columns;
  /** Under the table, scrolling with it; or by itself; or left out. */
  foot: 'table' | 'own' | 'none';
  footHeight: number;
  lean: boolean;
}

interface Situation {
  width: number;
  height: number;
  wanted: LegendPlacement;
  rows: number;
  picture: boolean;
  /** Heights of what wraps, measured: the sentence, the table with its foot, the foot alone. */
  sentence: number;
  table: number;
  foot: number;
}

const LINE_HEIGHT = 20;
export const GAP = 8;
export const HEAD = 24;
export const ROW = 47;
const PLOT_MIN = 104;
const LOW = 400;
const TABLE_MIN = HEAD + ROW;

/** Sentence, picture, table. Wide and low: the table beside the picture. The picture never scrolls, the table may. */
export function suspectsLayout(situation: Situation): SuspectsLayout {
  const { width, height, rows, picture, foot } = situation;
  const sentence = sentenceFor(width, height);
  const chips = picture && height >= 320 && width >= 480;
  const below = height - (chips ? CHIPS_HEIGHT : 0) - (sentence !== 'line' ? situation.sentence + GAP : LINE_HEIGHT);
  const base = { chips, sentence, lean: below < 84, footHeight: 0 } as const;
  if (!picture) {
    const tableSize = { width, height: below };
    return { ...base, table: rows > 0 ? 'bottom' : 'none', tableSize, columns: columnsFor(width), foot: 'table' };
  }
  const table = sentence === 'line' || rows === 0 ? 'none' : placed(situation, below);
  if (table === 'right') {
    const tableWidth = Math.round(Math.min(620, Math.max(400, width * 0.42)));
    return {
      ...base,
      table,
      plot: { width: width - tableWidth - GAP, height: below },
      tableSize: { width: tableWidth, height: below },
      columns: columnsFor(tableWidth),
      foot: 'table',
    };
  }
  const columns = columnsFor(width);
  if (table === 'bottom') {
    const least = Math.max(PLOT_MIN, below * 0.4);
    const plotHeight = Math.floor(Math.max(least, below - situation.table - GAP));
    const tableSize = { width, height: below - plotHeight - GAP };
    return { ...base, table, plot: { width, height: plotHeight }, tableSize, columns, foot: 'table' };
  }
  const room = Math.floor(Math.min(foot, below * 0.4, below - PLOT_MIN));
  const footHeight = sentence !== 'line' && room >= LINE_HEIGHT ? room : 0;
  return {
    ...base,
    table,
    plot: { width, height: below - footHeight },
    tableSize: { width, height: 0 },
    columns,
    foot: footHeight > 0 ? 'own' : 'none',
    footHeight,
  };
}

export function sentenceFor(width: number, height: number): SuspectsLayout['sentence'] {
  if (height < 190 || width < 280) {
    return 'line';
  }
  return height >= 320 ? 'banner' : 'compact';
}

function placed({ width, height, wanted }: Situation, below: number): SuspectsLayout['table'] {
  const fitsRight = width >= 760 && below >= TABLE_MIN;
  const fitsBottom = below - PLOT_MIN - GAP >= TABLE_MIN;
  // All of the columns need the panel's width; only where it is too low for two storeys do a few of them have to do.
  const wideAndLow = width >= 860 && height < LOW;
  switch (wanted) {
    case 'hidden':
      return 'none';
    case 'right':
      return fitsRight ? 'right' : 'none';
    case 'bottom':
      return fitsBottom ? 'bottom' : 'none';
    case 'auto':
      return fitsRight && (wideAndLow || !fitsBottom) ? 'right' : fitsBottom ? 'bottom' : 'none';
  }
}

function columnsFor(width: number): Columns {
  return width >= 960 ? 'all' : width >= 700 ? 'some' : width >= 440 ? 'few' : 'two';
}
