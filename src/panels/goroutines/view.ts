import type { GrafanaTheme2 } from '@grafana/data';
import type { AlignedData } from 'uplot';
import { count, figureOf, type Figure } from '../../ui/format';
import type { Mark } from '../../ui/plot/marks';
import { yAxis } from '../../ui/plot/ticks';
import { isolatedRows, withView, type PlotData, type PlotView } from '../../ui/plot/view';
import type { Column, GoroutinesModel, GroupColumn } from './frame';
import { stacked } from './stack';

export interface GoroutinesView extends PlotView {
  groups: readonly GroupColumn[];
  columns: readonly Column[];
  isolated: number[];
}

interface Input {
  model: GoroutinesModel;
  groups: readonly GroupColumn[];
  style: 'area' | 'lines';
  range: { from: number; to: number };
  plotHeight: number;
  marks: readonly Mark[];
  theme: GrafanaTheme2;
}

/** Counts are whole numbers in the reader's grouping, unless the panel's field config asks for a unit of its own. */
export function countFigure({ field }: GoroutinesModel, theme: GrafanaTheme2): Figure {
  const { unit, decimals } = field.config;
  const plain = (unit === undefined || unit === 'short' || unit === 'none') && decimals == null;
  return plain ? (value) => count(value) : figureOf(field, theme, 'short');
}

export function goroutinesData(input: Input): PlotData<GoroutinesView> {
  const { model, groups, style, range, plotHeight, marks, theme } = input;
  const columns = style === 'area' ? stacked(groups) : groups.map(({ values }) => values);
  let peak = 0;
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      const time = model.times[row]!;
      peak = time >= range.from && time <= range.to ? Math.max(peak, column[row] ?? 0) : peak;
    }
  }
  const told = (row: number) => columns.some((column) => column[row] != null);
  return withView<GoroutinesView>([model.times, ...columns] as AlignedData, {
    range,
    y: yAxis(Math.max(peak, 4), Math.min(7, Math.max(2, plotHeight / 44)), 1000),
    yLabel: countFigure(model, theme),
    marks,
    reachMs: model.meta.probe.intervalMs * 1.5,
    origins: model.meta.origins,
    groups,
    columns,
    isolated: isolatedRows(told, model.times.length),
  });
}
