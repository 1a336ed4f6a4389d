import { css } from '@emotion/css';
import { DashboardCursorSync, type PanelProps } from '@grafana/data';
import { usePanelContext, useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { Chips } from '../../ui/Chips';
import { clock, count, THIN } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { plotRect } from '../../ui/plot/base';
import { HoverStore } from '../../ui/plot/hover';
import { annotationMarks, restartMarks } from '../../ui/plot/marks';
import { TimePlot } from '../../ui/plot/TimePlot';
import { usePlotFrame } from '../../ui/plot/usePlotFrame';
import { useLatest } from '../../ui/useLatest';
import { goroutinesChips, goroutinesNote } from './chips';
import { goroutinesConfig } from './config';
import { readGoroutines, totalAt, type GoroutinesModel } from './frame';
import { Headline } from './Headline';
import { goroutinesLayout } from './layout';
import { groupLooks } from './look';
import { nameOf } from './naming';
import type { GoroutinesOptions } from './options';
import { PointedStore } from './pointed';
import { drawn } from './stack';
import { Table } from './Table';
import { GoroutinesTooltip } from './Tooltip';
import { usePointing } from './usePointing';
import { countFigure, goroutinesData } from './view';

export function GoroutinesPanel(props: PanelProps<GoroutinesOptions>) {
  const { data, width, height } = props;
  const answer = useMemo(() => readGoroutines(data), [data]);
  if (!answer.model) {
    return <Notice {...answer.notice} width={width} height={height} testId="tidemark-goroutines-notice" />;
  }
  return <GoroutinesPicture {...props} model={answer.model} />;
}

function GoroutinesPicture(props: PanelProps<GoroutinesOptions> & { model: GoroutinesModel }) {
  const { model, data: panelData, options, width, height, timeZone, timeRange, onChangeTimeRange } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { eventsScope, sync } = usePanelContext();
  const [hover] = useState(() => new HoverStore());
  const [pointed] = useState(() => new PointedStore());
  const [isolated, setIsolated] = useState<string | null>(null);
  const takePlot = usePointing(hover, pointed, options.style);

  const rows = model.meta.groupBy === 'total' ? 0 : model.groups.length;
  const layout = useMemo(
    () => goroutinesLayout(width, height, options.legend, rows),
    [width, height, options.legend, rows]
  );
  const { lean } = layout;
  const groups = useMemo(() => drawn(model, isolated), [model, isolated]);
  const marks = useMemo(
    () => [...restartMarks(model.meta.restarts, theme), ...annotationMarks(panelData.annotations, theme)],
    [model.meta.restarts, panelData.annotations, theme]
  );
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const figure = useMemo(() => countFigure(model, theme), [model, theme]);
  const plotHeight = layout.plot.height;
  const data = useMemo(
    () => goroutinesData({ model, groups, style: options.style, range: { from, to }, plotHeight, marks, theme }),
    [model, groups, options.style, from, to, plotHeight, marks, theme]
  );

  const { frame, showFlags } = usePlotFrame({ lean, marks, view: data.view, from, to });
  const looksKey = model.groups.map(({ name }) => name).join('\n');
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const looks = useMemo(() => groupLooks(model, theme), [looksKey, theme]);
  const groupsKey = groups.map(({ name }) => name).join('\n');
  const shared = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const zoom = useLatest(onChangeTimeRange);
  const config = useMemo(
    () =>
      goroutinesConfig(
        { theme, timeZone, frame, hover, syncKey: shared ? eventsScope : undefined, onZoom: zoom },
        groups,
        looks,
        options.style
      ),
    // The groups' columns change with every scrape; the picture's make-up only with their names and order.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theme, timeZone, frame, hover, shared, eventsScope, zoom, groupsKey, looks, options.style]
  );
  const isolate = useCallback((name: string) => setIsolated((before) => (before === name ? null : name)), []);

  const rect = plotRect(layout.plot.width, layout.plot.height, frame);
  const windowMs = to - from;
  const since = clock(model.times[model.first]!, timeZone, windowMs);
  return (
    <div className={styles.panel} style={{ width, height }} data-testid="tidemark-goroutines">
      {layout.header === 'chips' ? (
        <Chips
          frame={model.frame}
          chips={goroutinesChips(model)}
          note={goroutinesNote(model)}
          testIdPrefix="tidemark-goroutines"
        />
      ) : (
        <Headline model={model} looks={looks} figure={figure} hover={hover} width={width} />
      )}
      <div className={layout.legend === 'right' ? styles.beside : styles.above}>
        <TimePlot
          width={layout.plot.width}
          height={layout.plot.height}
          config={config}
          data={data}
          frame={model.frame}
          rect={rect}
          hover={hover}
          label={inWords(model, clock(model.times[model.newest]!, timeZone, windowMs))}
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
              windowMs={windowMs}
            />
          }
        />
        {layout.legend !== 'none' && (
          <Table
            model={model}
            size={layout.legendSize}
            rowHeight={layout.rowHeight}
            looks={looks}
            figure={figure}
            hover={hover}
            pointed={pointed}
            isolated={isolated}
            onIsolate={isolate}
            since={since}
          />
        )}
      </div>
    </div>
  );
}

/** What the picture shows, for those who do not see it: the total and the three biggest. */
function inWords(model: GoroutinesModel, at: string): string {
  const biggest = model.groups
    .filter(({ rank }) => rank > 0 && rank <= 3)
    .map((group) => `${nameOf(group).title} ${count(group.values[model.newest] ?? 0)}`);
  const total = totalAt(model, model.newest) ?? 0;
  return `${count(total)} goroutine${total === 1 ? '' : 's'} at ${at}${biggest.length ? `, most of them: ${biggest.join(', ')}` : ''}`.replaceAll(
    THIN,
    ' '
  );
}

const getStyles = () => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  beside: css({ display: 'flex', justifyContent: 'space-between' }),
  above: css({ display: 'flex', flexDirection: 'column', gap: 10 }),
});
