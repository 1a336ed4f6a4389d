import type { GrafanaTheme2 } from '@grafana/data';
import type { AlignedData } from 'uplot';
import { figureOf, tickFigureOf, type Figure } from '../../ui/format';
import type { Mark } from '../../ui/plot/marks';
import { baseOf, yAxis } from '../../ui/plot/ticks';
import { isolatedRows, withView, type PlotData, type PlotView } from '../../ui/plot/view';
import type { Ceiling } from './ceiling';
import type { MemoryModel } from './frame';
import { shareFigure } from './share';
import { highest, plotColumns, type PlotSeries } from './stack';
import type { ThresholdLine } from './thresholds';

export interface MemoryView extends PlotView {
  series: readonly PlotSeries[];
  /** Rows that no line reaches: drawn as a stick and a dot. */
  isolated: number[];
  /** The ceiling, if there is one; `inside` when it is low enough to be part of the picture. */
  limit?: { value: number; inside: boolean; text: string };
  thresholds: readonly ThresholdLine[];
  /** Moments at which GC cycles are marked. */
  collections: readonly number[];
}

interface Input {
  model: MemoryModel;
  series: readonly PlotSeries[];
  range: { from: number; to: number };
  plotHeight: number;
  limit?: Ceiling;
  marks: readonly Mark[];
  thresholds?: readonly ThresholdLine[];
  collections?: readonly number[];
  theme: GrafanaTheme2;
}

/** A ceiling of which less than this is used would press the picture flat: it is named at the top instead. */
const USED = 0.4;

export function memoryFigure(model: MemoryModel, theme: GrafanaTheme2): Figure {
  return figureOf(model.field, theme, 'bytes');
}

export function memoryData(input: Input): PlotData<MemoryView> {
  const { model, series, range, plotHeight, limit, marks, thresholds = [], collections = [], theme } = input;
  const columns = plotColumns(model, series);
  const { RSS, goResident } = model.columns;
  const highestOf = (some: typeof columns) => highest(model.times, some, range.from, range.to);
  const used = highestOf(RSS ? [RSS] : goResident ? [goResident] : []);
  const inside = limit !== undefined && isNear(limit.bytes, used);
  // A peak of long ago may be as far away as a ceiling.
  const scaled = columns.filter((column, i) => series[i]!.kind !== 'peak' || isNear(highestOf([column]), used));
  const peak = highestOf(scaled);
  const told = (row: number) => columns.some((column) => column[row] != null);
  const isolated = isolatedRows(told, model.times.length);
  // Room for the name of a ceiling or a peak: above it, or over the picture where the ceiling is far above.
  const room = limit || series.some(({ kind }) => kind === 'peak') ? 1 + 18 / Math.max(plotHeight - 40, 60) : 1;
  const ceiling = inside ? limit.bytes * room : peak * room;
  const wanted = Math.min(7, Math.max(2, plotHeight / 44));
  return withView<MemoryView>([model.times, ...columns] as AlignedData, {
    range,
    y: yAxis(Math.max(peak, ceiling), wanted, baseOf(model.field.config.unit ?? 'bytes')),
    yLabel: model.measure === 'share' ? shareFigure : tickFigureOf(model.field, theme, 'bytes'),
    marks,
    reachMs: model.meta.probe.intervalMs * 1.5,
    origins: model.meta.origins,
    series,
    isolated,
    limit: limit && { value: limit.bytes, inside, text: `${limit.name} ${memoryFigure(model, theme)(limit.bytes)}` },
    thresholds,
    collections,
  });
}

export function isNear(bytes: number, used: number): boolean {
  return used >= USED * bytes;
}
