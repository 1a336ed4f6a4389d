import type { Column, GoroutinesModel, GroupColumn } from './frame';

/** What is drawn, bottom up: what has no rank, then by rank. */
export function drawn(model: GoroutinesModel, isolated: string | null): GroupColumn[] {
  const groups = isolated === null ? model.groups : model.groups.filter(({ name }) => name === isolated);
  const shown = groups.length ? groups : model.groups;
  const rest = ({ series }: GroupColumn) => (series.role === 'other' ? 0 : 1);
  return [...shown].sort((a, b) => rest(a) - rest(b) || Number(a.rank > 0) - Number(b.rank > 0));
}

/** Running sums. A stack that a scrape did not find has no goroutines; a row that no column tells is a gap. */
export function stacked(groups: readonly GroupColumn[]): Column[] {
  const rows = groups[0]?.values.length ?? 0;
  const told = Array.from({ length: rows }, (_, row) => groups.some(({ values }) => values[row] != null));
  let below: Column | undefined;
  return groups.map(({ values }) => {
    const floor = below;
    below = values.map((value, row) => (told[row] ? (value ?? 0) + (floor?.[row] ?? 0) : null));
    return below;
  });
}

/** The group under the pointer: whose area holds `y` at this row, or in a plot of lines the nearest one. */
export function groupAt(
  columns: readonly Column[],
  row: number,
  y: number,
  style: 'area' | 'lines',
  reach: number
): number {
  let floor = 0;
  let nearest = -1;
  let away = reach;
  for (let i = 0; i < columns.length; i++) {
    const value = columns[i]![row];
    if (value == null) {
      continue;
    }
    if (style === 'area') {
      if (y >= floor && y < value) {
        return i;
      }
      floor = value;
    } else if (Math.abs(value - y) < away) {
      away = Math.abs(value - y);
      nearest = i;
    }
  }
  return nearest;
}

export interface GroupMoment {
  value: number | null;
  /** Since the window's first figure. */
  change: number | null;
}

export function momentOf(group: GroupColumn, row: number, first: number): GroupMoment {
  const value = group.values[row] ?? null;
  const start = group.values[first] ?? null;
  return { value, change: value === null ? null : value - (start ?? 0) };
}
