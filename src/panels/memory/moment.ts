import { MEMORY_FIELDS, type MemoryFieldName, type MemoryFieldSpec } from '../../frames/contract';
import { percent, signed, THIN, type Figure } from '../../ui/format';
import type { MemoryModel } from './frame';

/** One line of the legend, the waterfall and the tooltip: a field at one moment. */
export interface MomentRow extends MemoryFieldSpec {
  name: MemoryFieldName;
  /** Null where nothing was told at this moment. */
  value: number | null;
  /** Since the window's first figure; null where either is missing. */
  delta: number | null;
}

/**
 * Every figure that the target tells, in the contract's order (bands bottom up). The peak of RSS only where RSS is not
 * told: beside the current one it would be taken for it.
 */
export function momentRows(model: MemoryModel, row: number): MomentRow[] {
  return MEMORY_FIELDS.flatMap((spec) => {
    const column = model.columns[spec.name];
    if (!column || spec.role === 'collections' || (spec.role === 'peak' && model.columns.RSS)) {
      return [];
    }
    const value = column[row] ?? null;
    const start = column[model.first] ?? null;
    return [{ ...spec, value, delta: value === null || start === null ? null : value - start }];
  });
}

const TOP_DOWN: MemoryFieldName[] = [
  'MaxRSS',
  'released',
  'RSS',
  'residual',
  'LazyFree',
  'RssFile',
  'goResident',
  'runtime',
  'stacks',
  'idle',
  'fragmentation',
  'live',
];

/** As the picture stacks them, top first: what Go gave back, RSS, the residual, Go's estimate, then the bands. */
export function topDown<T extends { name: MemoryFieldName }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => TOP_DOWN.indexOf(a.name) - TOP_DOWN.indexOf(b.name));
}

const READING: MemoryFieldName[] = [
  'RSS',
  'MaxRSS',
  'goResident',
  'residual',
  'LazyFree',
  'RssFile',
  'live',
  'fragmentation',
  'idle',
  'stacks',
  'runtime',
  'released',
];

/** In lines of text: the sum first, then its parts. */
export function inReadingOrder<T extends { name: MemoryFieldName }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => READING.indexOf(a.name) - READING.indexOf(b.name));
}

const HEADLINE: MemoryFieldName[] = ['RSS', 'MaxRSS', 'goResident', 'residual'];

/** The figures that decide, in reading order; for the places that have room for no more. */
export function headline(rows: readonly MomentRow[]): MomentRow[] {
  return HEADLINE.flatMap((name) => rows.find((row) => row.name === name && row.value !== null) ?? []);
}

export function shown(figure: Figure, value: number | null): string {
  return value === null ? '–' : figure(value);
}

export function shareOf(row: MomentRow, rows: readonly MomentRow[]): string {
  const rss = rows.find(({ name }) => name === 'RSS')?.value;
  return rss && row.value !== null ? percent(row.value, rss) : '';
}

export function deltaOf(row: MomentRow, figure: Figure): string {
  return row.delta === null ? '' : signed(figure, row.delta);
}

/** What the picture shows, for those who do not see it. */
export function inWords(rows: readonly MomentRow[], figure: Figure, at: string): string {
  const parts = headline(rows).map(({ title, value }) => `${title} ${shown(figure, value)}`);
  const live = rows.find(({ name }) => name === 'live');
  if (live?.value != null) {
    parts.push(`${live.title} ${figure(live.value)}`);
  }
  return `${parts.join(', ')} at ${at}`.replaceAll(THIN, ' ');
}
