import type { GrafanaTheme2 } from '@grafana/data';
import type { AlignedData } from 'uplot';
import { figureOf, tickFigureOf, type Figure } from '../../ui/format';
import type { Mark } from '../../ui/plot/marks';
import { baseOf, yAxis } from '../../ui/plot/ticks';
import { isolatedRows, withView, type PlotData, type PlotView } from '../../ui/plot/view';
import type { MemoryModel } from './frame';
import { highest, plotColumns, type PlotSeries } from './stack';

export interface MemoryView extends PlotView {
  series: readonly PlotSeries[];
  /** Rows that no line reaches: drawn as a stick and a dot. */
  isolated: number[];
  /** The ceiling, if there is one; `inside` when it is low enough to be part of the picture. */
  limit?: { value: number; inside: boolean; text: string };
}

interface Input {
  model: MemoryModel;
  series: readonly PlotSeries[];
  range: { from: number; to: number };
  plotHeight: number;
  limit: number | undefined;
  marks: readonly Mark[];
  theme: GrafanaTheme2;
}

/** A ceiling that is further away than this would press the picture flat: it is named at the top instead. */
const FAR = 2.2;

export function memoryFigure(model: MemoryModel, theme: GrafanaTheme2): Figure {
  return figureOf(model.field, theme, 'bytes');
}

export function memoryData(input: Input): PlotData<MemoryView> {
  const { model, series, range, plotHeight, limit, marks, theme } = input;
  const columns = plotColumns(model, series);
  const peak = highest(model.times, columns, range.from, range.to);
  const inside = limit !== undefined && limit <= Math.max(peak * FAR, 1);
  const told = (row: number) => columns.some((column) => column[row] != null);
  const isolated = isolatedRows(told, model.times.length);
  // Room for the ceiling's name above it.
  const ceiling = inside ? limit * (1 + 18 / Math.max(plotHeight - 40, 60)) : 0;
  return withView<MemoryView>([model.times, ...columns] as AlignedData, {
    range,
    y: yAxis(Math.max(peak, ceiling), Math.min(7, Math.max(2, plotHeight / 44)), baseOf(unitOf(model))),
    yLabel: tickFigureOf(model.field, theme, 'bytes'),
    marks,
    reachMs: model.meta.probe.intervalMs * 1.5,
    series,
    isolated,
    limit: limit === undefined ? undefined : { value: limit, inside, text: memoryFigure(model, theme)(limit) },
  });
}

function unitOf(model: MemoryModel): string {
  return model.field.config.unit ?? 'bytes';
}
