import { css } from '@emotion/css';
import type { PanelProps } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { Chips } from '../../ui/Chips';
import { clock, count, THIN } from '../../ui/format';
import { Notice } from '../../ui/Notice';
import { HoverStore } from '../../ui/plot/hover';
import { annotationMarks, restartMarks } from '../../ui/plot/marks';
import { goroutinesChips, goroutinesNote } from './chips';
import { readGoroutines, totalAt, type GoroutinesModel } from './frame';
import { Headline } from './Headline';
import { goroutinesLayout } from './layout';
import { groupLooks } from './look';
import { nameOf } from './naming';
import type { GoroutinesOptions } from './options';
import { GoroutinesPlot } from './Plot';
import { PointedStore } from './pointed';
import { drawn } from './stack';
import { readSuspects } from './suspects/model';
import { SuspectsView } from './suspects/SuspectsView';
import { Table } from './Table';
import { countFigure } from './view';

export function GoroutinesPanel(props: PanelProps<GoroutinesOptions>) {
  const { data, width, height } = props;
  const suspects = useMemo(() => readSuspects(data), [data]);
  const answer = useMemo(() => readGoroutines(data), [data]);
  if (suspects) {
    return <SuspectsView {...props} model={suspects} />;
  }
  if (!answer.model) {
    return <Notice {...answer.notice} width={width} height={height} testId="tidemark-goroutines-notice" />;
  }
  return <GoroutinesPicture {...props} model={answer.model} />;
}

function GoroutinesPicture(props: PanelProps<GoroutinesOptions> & { model: GoroutinesModel }) {
  const { model, data: panelData, options, width, height, timeZone, timeRange, onChangeTimeRange } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const [hover] = useState(() => new HoverStore());
  const [pointed] = useState(() => new PointedStore());
  const [isolated, setIsolated] = useState<string | null>(null);

  const rows = model.meta.groupBy === 'total' ? 0 : model.groups.length;
  const layout = useMemo(
    () => goroutinesLayout(width, height, options.legend, rows),
    [width, height, options.legend, rows]
  );
  const groups = useMemo(() => drawn(model, isolated), [model, isolated]);
  const marks = useMemo(
    () => [...restartMarks(model.meta.restarts, theme), ...annotationMarks(panelData.annotations, theme)],
    [model.meta.restarts, panelData.annotations, theme]
  );
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const figure = useMemo(() => countFigure(model, theme), [model, theme]);
  const looksKey = model.groups.map(({ name }) => name).join('\n');
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const looks = useMemo(() => groupLooks(model, theme), [looksKey, theme]);
  const isolate = useCallback((name: string) => setIsolated((before) => (before === name ? null : name)), []);

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
        <GoroutinesPlot
          model={model}
          groups={groups}
          looks={looks}
          figure={figure}
          style={options.style}
          marks={marks}
          size={layout.plot}
          lean={layout.lean}
          range={{ from, to }}
          onZoom={onChangeTimeRange}
          hover={hover}
          pointed={pointed}
          theme={theme}
          timeZone={timeZone}
          label={inWords(model, clock(model.times[model.newest]!, timeZone, windowMs))}
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
