import { css } from '@emotion/css';
import { DashboardCursorSync, type PanelProps } from '@grafana/data';
import { usePanelContext, useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import type { MemoryFieldName } from '../../frames/contract';
import { parseBytes } from '../../ui/bytes';
import { Chips } from '../../ui/Chips';
import { clock } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { plotRect } from '../../ui/plot/base';
import { HoverStore } from '../../ui/plot/hover';
import { annotationMarks, restartMarks } from '../../ui/plot/marks';
import { TimePlot } from '../../ui/plot/TimePlot';
import { usePlotFrame } from '../../ui/plot/usePlotFrame';
import { useLatest } from '../../ui/useLatest';
import { memoryChips, memoryNote } from './chips';
import { memoryConfig } from './config';
import { readMemory, type MemoryModel } from './frame';
import { Headline } from './Headline';
import { memoryLayout } from './layout';
import { Legend } from './Legend';
import { inWords, momentRows } from './moment';
import type { MemoryOptions } from './options';
import { plotSeries } from './stack';
import { MemoryTooltip } from './Tooltip';
import { memoryData, memoryFigure } from './view';

export function MemoryPanel(props: PanelProps<MemoryOptions>) {
  const { data, width, height } = props;
  const answer = useMemo(() => readMemory(data), [data]);
  if (!answer.model) {
    return <Notice {...answer.notice} width={width} height={height} testId="tidemark-memory-notice" />;
  }
  return <MemoryPicture {...props} model={answer.model} />;
}

function MemoryPicture(props: PanelProps<MemoryOptions> & { model: MemoryModel }) {
  const {
    model,
    data: panelData,
    options,
    width,
    height,
    timeZone,
    timeRange,
    onChangeTimeRange,
    replaceVariables,
  } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { eventsScope, sync } = usePanelContext();
  const [hover] = useState(() => new HoverStore());
  const [hidden, setHidden] = useState<ReadonlySet<MemoryFieldName>>(new Set());

  const fieldCount = Object.keys(model.columns).length;
  const layout = useMemo(
    () => memoryLayout(width, height, options.legend, fieldCount),
    [width, height, options.legend, fieldCount]
  );
  const limit = parseBytes(replaceVariables(options.limit ?? ''));
  const series = useMemo(
    () => plotSeries(model, { hidden, showReleased: options.showReleased, lean: layout.lean }),
    [model, hidden, options.showReleased, layout.lean]
  );
  const marks = useMemo(
    () => [...restartMarks(model.meta.restarts, theme), ...annotationMarks(panelData.annotations, theme)],
    [model.meta.restarts, panelData.annotations, theme]
  );
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const figure = useMemo(() => memoryFigure(model, theme), [model, theme]);
  const plotHeight = layout.plot.height;
  const data = useMemo(
    () => memoryData({ model, series, range: { from, to }, plotHeight, limit, marks, theme }),
    [model, series, from, to, plotHeight, limit, marks, theme]
  );

  const { frame, showFlags } = usePlotFrame({ lean: layout.lean, marks, view: data.view, from, to });
  const seriesKey = series.map((one) => (one.kind === 'band' ? one.name : one.kind)).join(' ');
  const shared = (sync?.() ?? DashboardCursorSync.Off) !== DashboardCursorSync.Off;
  const zoom = useLatest(onChangeTimeRange);
  const config = useMemo(
    () =>
      memoryConfig({ theme, timeZone, frame, hover, syncKey: shared ? eventsScope : undefined, onZoom: zoom }, series),
    // The series' columns change with every scrape; the picture's make-up only with their names.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [theme, timeZone, frame, hover, shared, eventsScope, zoom, seriesKey]
  );

  const toggle = useCallback((name: MemoryFieldName) => {
    setHidden((before) => {
      const after = new Set(before);
      return after.delete(name) ? after : after.add(name);
    });
  }, []);

  const rect = plotRect(layout.plot.width, layout.plot.height, frame);
  const newestAt = clock(model.times[model.newest]!, timeZone, to - from);
  return (
    <div className={styles.panel} style={{ width, height }} data-testid="tidemark-memory">
      {layout.header === 'chips' ? (
        <Chips
          frame={model.frame}
          chips={memoryChips(model, figure, limit)}
          note={memoryNote(model)}
          testIdPrefix="tidemark-memory-chip"
        />
      ) : (
        <Headline model={model} figure={figure} hover={hover} width={width} />
      )}
      <div className={layout.legend === 'right' ? styles.beside : undefined}>
        <TimePlot
          width={layout.plot.width}
          height={layout.plot.height}
          config={config}
          data={data}
          frame={model.frame}
          rect={rect}
          hover={hover}
          label={inWords(momentRows(model, model.newest), figure, newestAt)}
          timeZone={timeZone}
          testId="tidemark-memory-plot"
          showFlags={showFlags}
          tooltip={
            <MemoryTooltip model={model} figure={figure} hover={hover} timeZone={timeZone} windowMs={to - from} />
          }
        />
        {layout.legend !== 'none' && (
          <Legend
            model={model}
            data={data}
            layout={layout}
            rect={rect}
            figure={figure}
            hover={hover}
            hidden={hidden}
            onToggle={toggle}
            timeZone={timeZone}
          />
        )}
      </div>
    </div>
  );
}

const getStyles = () => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  beside: css({ display: 'flex', justifyContent: 'space-between' }),
});
