import { colorManipulator } from '@grafana/data';
import { DrawStyle, LineInterpolation, PointVisibility, type UPlotConfigBuilder } from '@grafana/ui';
import { basePlot, type BasePlot } from '../../ui/plot/base';
import { drawIsolated, drawRanks, drawRest } from './draw';
import type { GroupColumn } from './frame';
import type { GroupLook } from './look';

/** Those that are not pointed at step back. */
const DIMMED = 0.28;

export function goroutinesConfig(
  base: BasePlot,
  groups: readonly GroupColumn[],
  looks: ReadonlyMap<string, GroupLook>,
  style: 'area' | 'lines'
): UPlotConfigBuilder {
  const builder = basePlot(base);
  const ground = base.theme.colors.background.primary;
  groups.forEach(({ name, series }, i) => {
    const colour = looks.get(name)?.colour ?? ground;
    const quiet = series.role === 'other';
    builder.addSeries({
      scaleKey: 'y',
      theme: base.theme,
      drawStyle: DrawStyle.Line,
      lineInterpolation: LineInterpolation.Linear,
      showPoints: PointVisibility.Never,
      spanNulls: false,
      pxAlign: false,
      ...(style === 'area'
        ? { lineColor: colorManipulator.alpha(ground, 0.7), lineWidth: 0.75, fillColor: colour }
        : { lineColor: colour, lineWidth: quiet ? 1.25 : 2 }),
    });
    if (style === 'area' && i > 0) {
      builder.addBand({ series: [i + 1, i], dir: -1 });
    }
  });
  // uPlot merges the cursor's focus over its own, whose alpha the builder fixes at 1. No series takes it by itself.
  const focus = { prox: -1, alpha: DIMMED };
  builder.setCursor({ focus });
  builder.addHook('draw', drawIsolated(looks, style));
  if (style === 'area') {
    builder.addHook('draw', drawRanks(looks, base.theme));
    builder.addHook('draw', drawRest(base.theme));
  }
  return builder;
}
