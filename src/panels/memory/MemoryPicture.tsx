import { css } from '@emotion/css';
import type { PanelProps } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useMemo, useState } from 'react';
import type { FindingsMeta } from '../../frames/contract';
import { parseBytes } from '../../ui/bytes';
import { Chips, CHIPS_HEIGHT } from '../../ui/Chips';
import { clock } from '../../ui/format';
import { useInsidePath } from '../../ui/inside';
import { HoverStore } from '../../ui/plot/hover';
import { annotationMarks, restartMarks } from '../../ui/plot/marks';
import { TimePlot } from '../../ui/plot/TimePlot';
import { useMeasuredHeight } from '../../ui/useMeasuredHeight';
import { ceilingOf } from './ceiling';
import { memoryChips, memoryNote } from './chips';
import { FindingList } from './findings/FindingList';
import { BriefMemoryVerdict, MemoryVerdict } from './findings/Verdict';
import { plainVerdict, verdictOf } from './findings/words';
import type { MemoryModel } from './frame';
import { Headline } from './Headline';
import { GAP, HEADER_GAP, memoryLayout, verdictForm } from './layout';
import { Legend } from './Legend';
import { LookProvider, memoryLook, ownColours } from './look';
import { inWords, momentRows } from './moment';
import type { MemoryOptions, MemoryViewName } from './options';
import { asShares, shareFigure } from './share';
import { MemoryTooltip } from './Tooltip';
import { useHidden } from './useHidden';
import { usePlot } from './usePlot';
import { memoryFigure } from './view';
import { ViewSwitch } from './ViewSwitch';
import { WaterfallView } from './waterfall/WaterfallView';

type Props = PanelProps<MemoryOptions> & {
  model: MemoryModel;
  /** Absent where none were asked for. */
  findings: FindingsMeta | undefined;
};

/** The verdict in a sentence, the picture that shows why, and the figures of one moment. */
export function MemoryPicture(props: Props) {
  const { model, findings: told, data: panelData, options, width, height, timeZone, timeRange } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const [hover] = useState(() => new HoverStore());
  const [hidden, toggle] = useHidden();
  const [unfolded, setUnfolded] = useState(false);
  const [view, setView] = useView(options.view, model);
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const windowMs = to - from;

  const insidePath = useInsidePath(props);
  const findings = told?.findings;
  const form = verdictForm(width, height);
  const words = findings ? plainVerdict(verdictOf(findings)) : '';
  const sentenceKey = `${width} ${height} ${words}`;
  const [sentenceRef, sentenceHeight] = useMeasuredHeight<HTMLDivElement>(sentenceKey, 34);
  const [findingsRef, findingsHeight] = useMeasuredHeight<HTMLDivElement>(
    `${sentenceKey} ${findings?.map(({ id, text }) => id + text).join(' ')} ${unfolded}`,
    60 * (findings?.length ?? 0)
  );
  const rows = momentRows(model, model.newest);
  const layout = memoryLayout(
    width,
    height,
    options.legend,
    rows.length,
    findings && { form, height: sentenceHeight, findings: unfolded && form !== 'line' ? findingsHeight : 0 }
  );

  const set = parseBytes(props.replaceVariables(options.limit ?? ''));
  const limit = useMemo(() => ceilingOf(set, told?.limit), [set, told?.limit]);
  const marks = useMemo(
    () => [...restartMarks(model.meta.restarts, theme), ...annotationMarks(panelData.annotations, theme)],
    [model.meta.restarts, panelData.annotations, theme]
  );
  const figure = useMemo(() => memoryFigure(model, theme), [model, theme]);
  const colours = JSON.stringify(ownColours(model, theme));
  const look = useMemo(() => memoryLook(theme, JSON.parse(colours)), [theme, colours]);
  // Where only lines fit, RSS at 100 % throughout says nothing.
  const share = view === 'share' && !layout.lean;
  const drawn = useMemo(() => (share ? asShares(model) : model), [share, model]);
  const common = { options, marks, range: { from, to }, look, onZoom: props.onChangeTimeRange };
  const plot = usePlot({
    ...common,
    hidden,
    model: drawn,
    size: layout.plot,
    lean: layout.lean,
    limit: share ? undefined : limit,
    hover,
    timeZone,
  });

  const label = inWords(rows, figure, clock(model.times[model.newest]!, timeZone, windowMs));
  const choose = (lean: boolean) => (
    <ViewSwitch view={view} onChange={setView} lean={lean} tellsRss={model.columns.RSS !== undefined} />
  );
  const waterfall = view === 'waterfall' && !layout.lean;
  return (
    <LookProvider value={look}>
      <div className={styles.panel} style={{ width, height }} data-testid="tidemark-memory">
        {layout.header === 'chips' && (
          <div className={styles.header} style={{ marginBottom: findings ? HEADER_GAP : 0 }}>
            <div className={styles.chips}>
              <Chips
                frame={model.frame}
                chips={memoryChips(model, figure, limit)}
                note={memoryNote(model, figure)}
                testIdPrefix="tidemark-memory-chip"
              />
            </div>
            {choose(width < 720)}
          </div>
        )}
        {findings && form !== 'line' && (
          <div className={styles.sentence}>
            <MemoryVerdict
              boxRef={sentenceRef}
              findings={findings}
              compact={form === 'compact'}
              maxHeight={Math.max(54, height * (form === 'banner' ? 0.4 : view === 'waterfall' ? 0.3 : 0.36))}
              unfolded={unfolded}
              onUnfold={setUnfolded}
              heapPath={insidePath({ profile: 'heap' })}
              aside={layout.header === 'none' && choose(true)}
            />
          </div>
        )}
        {findings && form === 'line' && (
          <div className={styles.line}>
            <BriefMemoryVerdict findings={findings} />
          </div>
        )}
        {layout.header === 'line' && <Headline model={model} figure={figure} hover={hover} width={width} />}
        {findings && layout.findingsHeight > 0 && (
          <FindingList
            contentRef={findingsRef}
            findings={findings}
            height={layout.findingsHeight - GAP}
            figure={figure}
            timeZone={timeZone}
            windowMs={windowMs}
          />
        )}
        {waterfall && layout.picture.height > 0 && (
          <WaterfallView
            {...layout.picture}
            model={model}
            figure={figure}
            limit={limit}
            hover={hover}
            timeZone={timeZone}
            strip={common}
            label={label}
          />
        )}
        {!waterfall && layout.plot.height > 0 && (
          <div className={layout.legend === 'right' ? styles.beside : undefined}>
            <TimePlot
              {...layout.plot}
              {...plot}
              frame={model.frame}
              hover={hover}
              label={[words, label].filter(Boolean).join(' ')}
              timeZone={timeZone}
              testId="tidemark-memory-plot"
              tooltip={
                <MemoryTooltip model={model} figure={figure} hover={hover} timeZone={timeZone} windowMs={windowMs} />
              }
            />
            {layout.legend !== 'none' && (
              <Legend
                model={model}
                drawn={drawn}
                data={plot.data}
                layout={layout}
                rect={plot.rect}
                figure={share ? shareFigure : figure}
                hover={hover}
                hidden={hidden}
                onToggle={toggle}
                timeZone={timeZone}
              />
            )}
          </div>
        )}
      </div>
    </LookProvider>
  );
}

/** The view that was chosen here, until the panel's option changes; shares need RSS. */
function useView(option: MemoryViewName, model: MemoryModel): [MemoryViewName, (view: MemoryViewName) => void] {
  const [chosen, setChosen] = useState({ option, view: option });
  const view = chosen.option === option ? chosen.view : option;
  const possible = view === 'share' && !model.columns.RSS ? 'absolute' : view;
  return [possible, (next) => setChosen({ option, view: next })];
}

const getStyles = () => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  header: css({ display: 'flex', flex: 'none', gap: 8, height: CHIPS_HEIGHT }),
  chips: css({ flex: 1, minWidth: 0 }),
  sentence: css({ flex: 'none', paddingBottom: GAP }),
  line: css({ flex: 'none', paddingBottom: 4 }),
  beside: css({ display: 'flex', justifyContent: 'space-between' }),
});
