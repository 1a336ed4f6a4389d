import { measureText, UPLOT_AXIS_FONT_SIZE } from '@grafana/ui';
import type { PlotView } from './view';

/** Room for the longest label, in steps of eight pixels so that a growing figure seldom moves the plot. */
export function yAxisWidth(view: Pick<PlotView, 'y' | 'yLabel'>): number {
  const longest = Math.max(...view.y.ticks.map((tick) => measureText(view.yLabel(tick), UPLOT_AXIS_FONT_SIZE).width));
  return Math.ceil((longest + 12) / 8) * 8;
}
