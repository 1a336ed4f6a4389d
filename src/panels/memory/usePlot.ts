import { DashboardCursorSync } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { usePanelContext, useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import { useMemo } from 'react';
import type { MemoryFieldName } from '../../frames/contract';
import { plotRect } from '../../ui/plot/base';
import type { HoverStore } from '../../ui/plot/hover';
import type { Mark } from '../../ui/plot/marks';
import { usePlotFrame } from '../../ui/plot/usePlotFrame';
import type { PlotData, PlotRect } from '../../ui/plot/view';
import { useLatest } from '../../ui/useLatest';
import type { Ceiling } from './ceiling';
import { collectionMarks } from './collections';
import { memoryConfig } from './config';
import type { MemoryModel } from './frame';
import type { MemoryLook } from './look';
import type { MemoryOptions } from './options';
import { plotSeries } from './stack';
import { thresholdLines } from './thresholds';
import { memoryData, type MemoryView } from './view';

export interface PlotSituation {
  /** In bytes, or in shares of RSS. */
  model: MemoryModel;
  size: { width: number; height: number };
  lean: boolean;
  hidden: ReadonlySet<MemoryFieldName>;
  options: Pick<MemoryOptions, 'showReleased' | 'gcMarks'>;
  /** Ceiling and thresholds are bytes: a picture of shares has none. */
  limit: Ceiling | undefined;
  marks: readonly Mark[];
  range: { from: number; to: number };
  hover: HoverStore;
  look: MemoryLook;
  timeZone: TimeZone;
  onZoom: (range: { from: number; to: number }) => void;
}

export interface MemoryPlot {
  data: PlotData<MemoryView>;
  /** The same until the picture's make-up changes: a new config is a new plot. */
  config: UPlotConfigBuilder;
  rect: PlotRect;
  showFlags: boolean;
}

/** Columns, config and room of the picture over time. */
export function usePlot(situation: PlotSituation): MemoryPlot {
  const { model, size, lean, hidden, limit, marks, hover, look, timeZone } = situation;
  const { showReleased, gcMarks } = situation.options;
  const { from, to } = situation.range;
  const theme = useTheme2();
  const { eventsScope, sync } = usePanelContext();
  const series = useMemo(() => plotSeries(model, { hidden, showReleased, lean }), [model, hidden, showReleased, lean]);
  const thresholds = useMemo(
    () => (model.measure === 'share' ? [] : thresholdLines(model.field, limit?.bytes, theme)),
    [model.measure, model.field, limit?.bytes, theme]
  );
  const collections = useMemo(
    () => (lean ? [] : collectionMarks(model, { from, to }, size.width, gcMarks)),
    [model, from, to, size.width, gcMarks, lean]
  );
  const plotHeight = size.height;
  const data = useMemo(
    () => memoryData({ model, series, range: { from, to }, plotHeight, limit, marks, thresholds, collections, theme }),
    [model, series, from, to, plotHeight, limit, marks, thresholds, collections, theme]
  );

  const { frame, showFlags } = usePlotFrame({ lean, marks, view: data.view, from, to });
  const seriesKey = series.map((one) => ('name' in one ? one.name : one.kind)).join(' ');
  const shared = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const zoom = useLatest(situation.onZoom);
  const config = useMemo(
    () =>
      memoryConfig(
        { theme, timeZone, frame, hover, syncKey: shared ? eventsScope : undefined, onZoom: zoom },
        look,
        series
      ),
    // The series' columns change with every scrape; the picture's make-up only with their names.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theme, timeZone, frame, hover, shared, eventsScope, zoom, look, seriesKey]
  );
  return { data, config, rect: plotRect(size.width, size.height, frame), showFlags };
}
