import { css } from '@emotion/css';
import type { PanelProps } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useCallback, useMemo, useState } from 'react';
import { Chips } from '../../../ui/Chips';
import { suspectColours } from '../../../ui/colours';
import { clock, THIN } from '../../../ui/format';
import { useInsidePath } from '../../../ui/inside';
import { HoverStore } from '../../../ui/plot/hover';
import { annotationMarks, deployMarks, restartMarks } from '../../../ui/plot/marks';
import { useMeasuredHeight } from '../../../ui/useMeasuredHeight';
import { goroutinesChips, goroutinesNote } from '../chips';
import { rankLooks, suspectGroupLooks } from '../look';
import type { GoroutinesOptions } from '../options';
import { GoroutinesPlot } from '../Plot';
import { PointedStore } from '../pointed';
import { drawn } from '../stack';
import { countFigure } from '../view';
import { Banner, BriefVerdict } from './Banner';
import { useStackFilter } from './filter';
import { Foot } from './Foot';
import { useAsking, type Further } from './further';
import { GAP, HEAD, ROW, suspectsLayout } from './layout';
import type { SuspectsModel } from './model';
import { plainSentence, sentenceOf } from './sentence';
import { SuspectsTable } from './SuspectsTable';

/** What leaks: the answer in a sentence, the picture that shows why, a table to act on, and what was not judged. */
export function SuspectsView(props: PanelProps<GoroutinesOptions> & { model: SuspectsModel }) {
  const { model, options, width, height, timeZone, timeRange, data, replaceVariables, onChangeTimeRange } = props;
  const { meta, picture, dump } = model;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const [hover] = useState(() => new HoverStore());
  const [pointed] = useState(() => new PointedStore());
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const [allCaveats, setAllCaveats] = useState(false);
  const filter = useStackFilter(options.variable ?? '', replaceVariables);
  const asking = useAsking(dump, data, replaceVariables);
  const insidePath = useInsidePath(props);
  const { source } = meta.probe;
  const further = useMemo((): Further => ({ source, dump, asking, insidePath }), [source, dump, asking, insidePath]);
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const windowMs = to - from;

  const sentence = useMemo(() => sentenceOf(meta, timeZone, windowMs), [meta, timeZone, windowMs]);
  const caveats = meta.caveats.filter(({ text }) => text !== sentence.caveat);
  const rows = meta.suspects.length;
  const footGuess = caveats.length > 0 ? Math.min(caveats.length, 3) * 18 + 8 : 0;
  const [bannerRef, bannerHeight] = useMeasuredHeight<HTMLDivElement>(
    `${width} ${height} ${plainSentence(sentence)}`,
    34
  );
  // What wraps may change with each scrape; the window's end tells one from the other.
  const content = `${width} ${height} ${options.legend} ${meta.window.toMs} ${rows} ${[...unfolded].join(' ')} ${caveats.length} ${allCaveats} ${dump?.meta.takenMs} ${asking.isReading}`;
  const [tableRef, tableHeight] = useMeasuredHeight<HTMLDivElement>(content, HEAD + rows * ROW + footGuess);
  const [footRef, footHeight] = useMeasuredHeight<HTMLDivElement>(content, footGuess);
  const layout = suspectsLayout({
    width,
    height,
    wanted: options.legend,
    rows,
    picture: picture !== undefined,
    sentence: bannerHeight,
    table: tableHeight,
    foot: caveats.length > 0 ? footHeight : 0,
  });

  const marks = useMemo(() => {
    const annotations = annotationMarks(data.annotations, theme);
    const restarts = restartMarks(picture?.meta.restarts ?? [], theme);
    return [...restarts, ...annotations, ...deployMarks(meta.deploys, annotations, theme)];
  }, [picture?.meta.restarts, data.annotations, meta.deploys, theme]);
  const ranked = useMemo(() => rankLooks(suspectColours(theme, rows), theme), [theme, rows]);
  const groupsKey = picture?.groups.map(({ name, rank }) => `${rank} ${name}`).join('\n');
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const looks = useMemo(() => picture && suspectGroupLooks(picture, ranked, theme), [groupsKey, ranked, theme]);
  const groups = useMemo(() => (picture ? drawn(picture, null) : []), [picture]);
  const figure = useMemo(() => picture && countFigure(picture, theme), [picture, theme]);
  const unfold = useCallback((id: string) => {
    setUnfolded((before) => {
      const after = new Set(before);
      return after.delete(id) ? after : after.add(id);
    });
  }, []);

  const foot = caveats.length > 0 && (
    <Foot boxRef={footRef} caveats={caveats} unfolded={allCaveats} onUnfold={setAllCaveats} />
  );
  const warned = layout.chips ? undefined : (picture?.frame ?? model.frame);
  return (
    <div className={styles.panel} style={{ width, height }} data-testid="tidemark-goroutines">
      {layout.chips && picture && (
        <Chips
          frame={picture.frame}
          chips={goroutinesChips(picture)}
          note={goroutinesNote(picture)}
          testIdPrefix="tidemark-goroutines"
        />
      )}
      {layout.sentence !== 'line' ? (
        <div className={styles.sentence}>
          <Banner
            boxRef={bannerRef}
            sentence={sentence}
            compact={layout.sentence === 'compact'}
            maxHeight={Math.max(54, height * 0.4)}
            warningsOf={warned}
          />
        </div>
      ) : (
        <BriefVerdict sentence={sentence} width={width} warningsOf={warned} />
      )}
      <div className={layout.table === 'right' ? styles.beside : styles.above}>
        {layout.plot && picture && looks && figure && (
          <GoroutinesPlot
            model={picture}
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
            label={`${plainSentence(sentence)} As of ${clock(picture.times[picture.newest]!, timeZone, windowMs)}.`.replaceAll(
              THIN,
              ' '
            )}
          />
        )}
        {(layout.table !== 'none' || (layout.foot === 'table' && foot)) && (
          <SuspectsTable
            contentRef={tableRef}
            model={model}
            size={layout.tableSize}
            columns={layout.columns}
            looks={ranked}
            hover={hover}
            pointed={pointed}
            timeZone={timeZone}
            windowMs={windowMs}
            unfolded={unfolded}
            onUnfold={unfold}
            filter={filter}
            further={further}
          >
            {layout.foot === 'table' && foot}
          </SuspectsTable>
        )}
      </div>
      {layout.foot === 'own' && (
        <div className={styles.foot} style={{ height: layout.footHeight }}>
          {foot}
        </div>
      )}
    </div>
  );
}

const getStyles = () => ({
  panel: css({ display: 'flex', flexDirection: 'column', overflow: 'hidden' }),
  sentence: css({ flex: 'none', paddingBottom: GAP }),
  beside: css({ display: 'flex', justifyContent: 'space-between' }),
  above: css({ display: 'flex', flexDirection: 'column', gap: GAP }),
  foot: css({ flex: 'none', overflowY: 'auto', scrollbarWidth: 'thin' }),
});
