import { css } from '@emotion/css';
import { DashboardCursorSync, type DataFrame, type GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import {
  EventBusPlugin,
  KeyboardPlugin,
  UPlotChart,
  usePanelContext,
  useStyles2,
  type UPlotConfigBuilder,
} from '@grafana/ui';
import React, { useLayoutEffect, useState } from 'react';
import type uPlot from 'uplot';
import { Flags } from './Flags';
import type { HoverStore } from './hover';
import { Origins } from './Origins';
import { PlotTooltip } from './PlotTooltip';
import type { PlotData, PlotRect } from './view';

interface Props {
  width: number;
  height: number;
  config: UPlotConfigBuilder;
  data: PlotData;
  /** For other panels: what the crosshair stands on. */
  frame: DataFrame;
  rect: PlotRect;
  hover: HoverStore;
  /** What is seen, in words. */
  label: string;
  timeZone: TimeZone;
  testId: string;
  showFlags: boolean;
  tooltip: React.ReactNode;
  plotRef?: (plot: uPlot | null) => void;
}

/** A uPlot with its crosshair shared, its marks labelled and its tooltip. The config is made by basePlot(). */
export function TimePlot(props: Props) {
  const { width, height, config, data, frame, rect, hover, label, timeZone, testId, showFlags, tooltip, plotRef } =
    props;
  const styles = useStyles2(getStyles);
  const { eventBus, sync } = usePanelContext();
  const shared = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const [plot, setPlot] = useState<uPlot | null>(null);

  // Grafana 12.4's UPlotChart drops new data when the size changed in the same update.
  useLayoutEffect(() => {
    if (plot?.data && plot.data !== data && plot.root.isConnected) {
      plot.setData(data);
    }
  }, [plot, data]);

  useLayoutEffect(() => {
    plotRef?.(plot);
    return () => plotRef?.(null);
  }, [plot, plotRef]);

  const times = data[0];

  return (
    <div
      className={styles.box}
      style={{ width, height }}
      data-testid={testId}
      data-moments={times.length}
      data-first={times[0]}
      data-last={times[times.length - 1]}
    >
      <div role="img" aria-label={label} className={styles.plot}>
        {/* A new config is a new plot: 12.4 would ignore a config that comes with a new size. */}
        <UPlotChart key={config.uid} width={width} height={height} config={config} data={data} plotRef={setPlot}>
          {shared && <EventBusPlugin config={config} eventBus={eventBus} frame={frame} />}
          <KeyboardPlugin config={config} />
        </UPlotChart>
      </div>
      <Origins view={data.view} rect={rect} />
      {showFlags && <Flags view={data.view} rect={rect} timeZone={timeZone} />}
      <PlotTooltip hover={hover}>{tooltip}</PlotTooltip>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ position: 'relative', flex: 'none' }),
  plot: css({
    '.uplot:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    '.u-over': { cursor: 'crosshair' },
    '.u-cursor-x': { borderRight: `1px dashed ${theme.colors.text.secondary}` },
    '.u-select': { background: theme.colors.action.selected },
  }),
});
