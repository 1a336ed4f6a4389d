import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { MemoryFieldName } from '../../frames/contract';
import { clock, type Figure } from '../../ui/format';
import { useHoverTime, type HoverStore } from '../../ui/plot/hover';
import { rowAt, type PlotData, type PlotRect } from '../../ui/plot/view';
import type { MemoryModel } from './frame';
import { COLUMN_HEAD, type MemoryLayout } from './layout';
import { LegendItem } from './LegendItem';
import { inReadingOrder, momentRows, topDown, type MomentRow } from './moment';
import type { Toggle } from './useHidden';
import type { MemoryView } from './view';
import { BAR, Bar } from './waterfall/Bar';
import { segments } from './waterfall/segments';
import { knownOf } from './waterfall/steps';

interface Props {
  model: MemoryModel;
  /** The same as it is drawn: in bytes, or in shares of RSS. `figure` writes its figures. */
  drawn: MemoryModel;
  data: PlotData<MemoryView>;
  layout: MemoryLayout;
  rect: PlotRect;
  figure: Figure;
  hover: HoverStore;
  hidden: ReadonlySet<MemoryFieldName>;
  onToggle: Toggle;
  timeZone: TimeZone;
}

/** What is read at the top of the picture. */
const ABOVE: readonly MemoryFieldName[] = ['released', 'MaxRSS', 'RSS', 'residual', 'LazyFree', 'RssFile'];

const ROW_MAX = 34;
const ROW_WITH_FORMULA = 30;

/** Legend, waterfall of the shown moment (the hovered one, else the newest) and list of formulas in one. */
export function Legend({ model, drawn, data, layout, rect, figure, hover, hidden, onToggle, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const hovered = useHoverTime(hover);
  const hoveredRow = hovered === null ? -1 : rowAt(model.times, hovered);
  const row = hoveredRow >= 0 ? hoveredRow : model.newest;
  const rows = topDown(momentRows(model, row));
  const drawnRows = momentRows(drawn, row);
  const { width, height } = layout.legendSize;
  const item = (one: MomentRow, showFormula: boolean) => (
    <LegendItem
      row={one}
      shownAs={drawnRows.find(({ name }) => name === one.name)?.value ?? null}
      figure={figure}
      on={!hidden.has(one.name)}
      onToggle={onToggle}
      showFormula={showFormula}
    />
  );

  if (layout.legend === 'bottom') {
    return (
      <ul className={styles.bottom} style={{ width, height }} aria-label="Legend">
        {inReadingOrder(rows).map((one) => (
          <li key={one.name}>{item(one, false)}</li>
        ))}
      </ul>
    );
  }

  const rowHeight = Math.min(ROW_MAX, (height - COLUMN_HEAD) / rows.length);
  const showFormula = rowHeight >= ROW_WITH_FORMULA;
  // What RSS says stands at the top and Go's side at the foot, where they are found on the bar; rows never move.
  const spare = Math.max(0, height - COLUMN_HEAD - rows.length * rowHeight);
  const top = (name: MemoryFieldName, i: number) => COLUMN_HEAD + i * rowHeight + (ABOVE.includes(name) ? 0 : spare);
  const rowY = new Map(rows.map(({ name }, i) => [name, top(name, i) + 9]));
  const yOf = (value: number) => rect.top + rect.height * (1 - Math.min(1, value / data.view.y.top));
  const [known, rss] = [knownOf(rows), rows.find(({ name }) => name === 'RSS')?.value ?? null];
  const at = model.times[row]!;
  return (
    <div className={styles.column} style={{ width, height }}>
      <Bar
        width={width}
        height={height}
        segments={segments(drawnRows, hidden)}
        yOf={yOf}
        rowY={rowY}
        below={known !== null && rss !== null && rss < known}
      />
      <div className={styles.head} data-testid="tidemark-memory-moment" data-value={at}>
        {hoveredRow >= 0 ? 'At' : 'Newest,'} {clock(at, timeZone, data.view.range.to - data.view.range.from)}
      </div>
      <ul className={styles.rows} aria-label="Legend">
        {rows.map((one, i) => (
          <li key={one.name} className={styles.row} style={{ top: top(one.name, i), height: rowHeight }}>
            {item(one, showFormula)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({ position: 'relative', flex: 'none' }),
  head: css({
    position: 'absolute',
    top: 0,
    right: 4,
    fontSize: 11,
    lineHeight: '16px',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
  rows: css({ margin: 0, padding: 0, listStyle: 'none' }),
  row: css({ position: 'absolute', left: BAR.leaderEnd, right: 0 }),
  bottom: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(166px, 1fr))',
    gridAutoRows: 20,
    columnGap: theme.spacing(1.5),
    alignContent: 'end',
    margin: 0,
    padding: 0,
    listStyle: 'none',
    overflow: 'hidden',
    flex: 'none',
  }),
});
