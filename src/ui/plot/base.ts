import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { AxisPlacement, ScaleDirection, ScaleOrientation, UPlotConfigBuilder } from '@grafana/ui';
import { trackHover, type HoverStore } from './hover';
import { drawMarks } from './marks';
import { viewOf, type PlotRect } from './view';

export interface Frame {
  /** Above the plot: room for flags. */
  padTop: number;
  padRight: number;
  yAxisWidth: number;
  xAxisHeight: number;
}

export const X_AXIS_HEIGHT = 22;

export function plotRect(width: number, height: number, frame: Frame): PlotRect {
  return {
    left: frame.yAxisWidth,
    top: frame.padTop,
    width: Math.max(0, width - frame.yAxisWidth - frame.padRight),
    height: Math.max(0, height - frame.padTop - frame.xAxisHeight),
  };
}

export interface BasePlot {
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  frame: Frame;
  hover: HoverStore;
  /** uPlot's own sync between plots of one dashboard; absent where the dashboard shares no crosshair. */
  syncKey?: string;
  onZoom: (range: { from: number; to: number }) => void;
}

/** Half of the last time label stands right of the plot: it is wider with seconds, and with a date. */
export function padRight(windowMs: number): number {
  const minutes = windowMs / 60_000;
  return minutes > 1440 ? 40 : minutes <= 45 ? 28 : 18;
}

const MIN_DRAG_PX = 5;

/** Axes, time scale, crosshair, zoom and marks: what both panels' plots have in common. */
export function basePlot(plot: BasePlot): UPlotConfigBuilder {
  const { theme, timeZone, frame, hover, syncKey, onZoom } = plot;
  const builder = new UPlotConfigBuilder(timeZone);

  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: (u) => {
      const { from, to } = viewOf(u).range;
      return [from, to];
    },
  });
  builder.addScale({
    scaleKey: 'y',
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    range: (u) => [0, viewOf(u).y.top],
  });
  builder.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: AxisPlacement.Bottom,
    timeZone,
    theme,
    color: theme.colors.text.secondary,
    show: frame.xAxisHeight > 0,
    size: frame.xAxisHeight,
    grid: { show: false },
    ticks: { show: false },
  });
  builder.addAxis({
    scaleKey: 'y',
    placement: AxisPlacement.Left,
    theme,
    color: theme.colors.text.secondary,
    show: frame.yAxisWidth > 0,
    size: frame.yAxisWidth,
    gap: 6,
    ticks: { show: false },
    grid: { show: true },
    splits: (u) => viewOf(u).y.ticks,
    values: (u, splits) => splits.map(viewOf(u).yLabel),
  });
  builder.setPadding([frame.padTop, frame.padRight, 0, 0]);
  builder.setCursor({
    y: false,
    points: { show: false },
    focus: { prox: -1 },
    drag: { x: true, y: false, setScale: false },
    ...(syncKey ? { sync: { key: syncKey, scales: ['x', null] } } : {}),
  });

  builder.addHook('setSelect', (u) => {
    if (u.select.width >= MIN_DRAG_PX) {
      onZoom({ from: u.posToVal(u.select.left, 'x'), to: u.posToVal(u.select.left + u.select.width, 'x') });
    }
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  });
  builder.addHook('draw', drawMarks);
  trackHover(builder, hover);
  return builder;
}
