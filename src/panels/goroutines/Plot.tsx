import { DashboardCursorSync, type GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { usePanelContext } from '@grafana/ui';
import React, { useMemo } from 'react';
import type { Figure } from '../../ui/format';
import { plotRect } from '../../ui/plot/base';
import type { HoverStore } from '../../ui/plot/hover';
import type { Mark } from '../../ui/plot/marks';
import { TimePlot } from '../../ui/plot/TimePlot';
import { usePlotFrame } from '../../ui/plot/usePlotFrame';
import { useLatest } from '../../ui/useLatest';
import { goroutinesConfig } from './config';
import type { GoroutinesModel, GroupColumn } from './frame';
import type { GroupLook } from './look';
import type { GoroutinesOptions } from './options';
import type { PointedStore } from './pointed';
import { GoroutinesTooltip } from './Tooltip';
import { usePointing } from './usePointing';
import { goroutinesData } from './view';

interface Props {
  model: GoroutinesModel;
  /** What is drawn of it, bottom up. */
  groups: readonly GroupColumn[];
  looks: ReadonlyMap<string, GroupLook>;
  figure: Figure;
  style: GoroutinesOptions['style'];
  marks: readonly Mark[];
  size: { width: number; height: number };
  /** No room for axes. */
  lean: boolean;
  range: { from: number; to: number };
  onZoom: (range: { from: number; to: number }) => void;
  hover: HoverStore;
  pointed: PointedStore;
  theme: GrafanaTheme2;
  timeZone: TimeZone;
  /** What is seen, in words. */
  label: string;
}

/** Goroutines over time: areas or lines, marks, crosshair, zoom and the tooltip with the whole stack. */
export function GoroutinesPlot(props: Props) {
  const { model, groups, looks, figure, style, marks, size, lean, hover, pointed, theme, timeZone, label } = props;
  const { from, to } = props.range;
  const { height } = size;
  const { eventsScope, sync } = usePanelContext();
  const takePlot = usePointing(hover, pointed, style);
  const data = useMemo(
    () => goroutinesData({ model, groups, style, range: { from, to }, plotHeight: height, marks, theme }),
    [model, groups, style, from, to, height, marks, theme]
  );
  const { frame, showFlags } = usePlotFrame({ lean, marks, view: data.view, from, to });
  const groupsKey = groups.map(({ name }) => name).join('\n');
  const shared = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const zoom = useLatest(props.onZoom);
  const config = useMemo(
    () =>
      goroutinesConfig(
        { theme, timeZone, frame, hover, syncKey: shared ? eventsScope : undefined, onZoom: zoom },
        groups,
        looks,
        style
      ),
    // The groups' columns change with every scrape; the picture's make-up only with their names and order.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theme, timeZone, frame, hover, shared, eventsScope, zoom, groupsKey, looks, style]
  );
  return (
    <TimePlot
      width={size.width}
      height={height}
      config={config}
      data={data}
      frame={model.frame}
      rect={plotRect(size.width, height, frame)}
      hover={hover}
      label={label}
      timeZone={timeZone}
      testId="tidemark-goroutines-plot"
      showFlags={showFlags}
      plotRef={takePlot}
      tooltip={
        <GoroutinesTooltip
          model={model}
          looks={looks}
          figure={figure}
          hover={hover}
          pointed={pointed}
          timeZone={timeZone}
          windowMs={to - from}
        />
      }
    />
  );
}
