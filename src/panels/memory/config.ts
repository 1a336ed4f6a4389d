import type { GrafanaTheme2 } from '@grafana/data';
import { LineInterpolation, DrawStyle, PointVisibility, type UPlotConfigBuilder } from '@grafana/ui';
import { basePlot, type BasePlot } from '../../ui/plot/base';
import { hatch } from '../../ui/plot/hatch';
import {
  drawCollections,
  drawIsolated,
  drawLimit,
  drawNewest,
  drawPeakLabel,
  drawRssLabel,
  drawThresholds,
} from './draw';
import type { MemoryLook } from './look';
import type { PlotSeries } from './stack';

/** The picture: one uPlot series for each of `series`, areas cut out of one another by uPlot's bands. */
export function memoryConfig(base: BasePlot, look: MemoryLook, series: readonly PlotSeries[]): UPlotConfigBuilder {
  const builder = basePlot(base);
  for (const one of series) {
    builder.addSeries({
      scaleKey: 'y',
      theme: base.theme,
      drawStyle: DrawStyle.Line,
      lineInterpolation: LineInterpolation.Linear,
      showPoints: PointVisibility.Never,
      spanNulls: false,
      pxAlign: false,
      ...strokeOf(one, look, base.theme),
    });
  }

  const at = (kind: PlotSeries['kind']) => series.findIndex((one) => one.kind === kind) + 1;
  const bands = series.flatMap((one, i) => (one.kind === 'band' ? [i + 1] : []));
  bands.forEach((upper, i) => {
    const lower = bands[i - 1];
    if (lower !== undefined) {
      builder.addBand({ series: [upper, lower], dir: -1 });
    }
  });
  series.forEach((one, i) => {
    if (one.kind === 'part') {
      // Down to the series before: the floor, or the part below.
      const fill = one.name === 'LazyFree' ? look.lazyFree : undefined;
      builder.addBand({
        series: [i + 1, i],
        dir: -1,
        fill: fill ? (u) => hatch(u.ctx, fill) : look.colour[one.name],
      });
    }
  });
  if (at('residual') > 0) {
    // RSS down to what is known, where RSS is above; what is known down to RSS, where RSS is below.
    builder.addBand({ series: [at('residual'), at('deficit')], dir: -1, fill: (u) => hatch(u.ctx, look.residual) });
    builder.addBand({ series: [at('deficit'), at('residual')], dir: -1, fill: (u) => hatch(u.ctx, look.deficit) });
  }
  builder.addHook('draw', drawCollections(look, base.theme));
  builder.addHook('draw', drawThresholds);
  builder.addHook('draw', drawLimit(look, base.theme));
  builder.addHook('draw', drawIsolated(look));
  builder.addHook('draw', drawNewest(look));
  builder.addHook('draw', drawRssLabel(look, base.theme));
  builder.addHook('draw', drawPeakLabel(look, base.theme));
  return builder;
}

function strokeOf(one: PlotSeries, look: MemoryLook, theme: GrafanaTheme2) {
  switch (one.kind) {
    case 'band':
      return { lineColor: look.colour[one.name], lineWidth: 0, fillColor: look.colour[one.name] };
    case 'part':
    case 'floor':
    case 'residual':
    case 'deficit':
      return { lineColor: theme.visualization.getColorByName('transparent'), lineWidth: 0 };
    case 'sys':
      return { lineColor: look.colour.released, lineWidth: 1, lineStyle: { fill: 'dash' as const, dash: [4, 4] } };
    case 'peak':
      return { lineColor: look.colour.MaxRSS, lineWidth: 1.5, lineStyle: { fill: 'dot' as const, dash: [1.5, 4] } };
    case 'goResident':
      return { lineColor: look.colour.goResident, lineWidth: 1 };
    case 'RSS':
      return { lineColor: look.colour.RSS, lineWidth: 2.25 };
  }
}
