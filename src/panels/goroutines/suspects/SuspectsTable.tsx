import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { duration } from '../../../ui/format';
import { useHoverTime, type HoverStore } from '../../../ui/plot/hover';
import { rowAt } from '../../../ui/plot/view';
import type { GroupLook } from '../look';
import { usePointed, type PointedStore } from '../pointed';
import { focusPattern, type StackFilter } from './filter';
import type { Further } from './further';
import { HEAD, type Columns } from './layout';
import { LeakRow } from './LeakRow';
import type { SuspectsModel } from './model';

interface Props {
  model: SuspectsModel;
  size: { width: number; height: number };
  columns: Columns;
  /** By rank, from 0. */
  looks: readonly GroupLook[];
  hover: HoverStore;
  pointed: PointedStore;
  timeZone: TimeZone;
  windowMs: number;
  unfolded: ReadonlySet<string>;
  onUnfold: (id: string) => void;
  filter: StackFilter | undefined;
  further: Further;
  /** Scrolls with the rows. */
  children?: React.ReactNode;
  /** Of all that scrolls. */
  contentRef: React.Ref<HTMLDivElement>;
}

const WIDTHS: Record<string, string | number | undefined> = {
  'Blocked on': 118,
  Now: 60,
  'Growth / min': 92,
  'Low tide': 124,
  Since: 114,
  'How sure, and why': '27%',
};

/** One row a leak, the fastest first. Rows and what stands under them scroll, the head does not. */
export function SuspectsTable(props: Props) {
  const {
    model,
    size,
    columns,
    looks,
    hover,
    pointed,
    timeZone,
    windowMs,
    unfolded,
    onUnfold,
    filter,
    further,
    contentRef,
    children,
  } = props;
  const styles = useStyles2(getStyles);
  const { picture, meta } = model;
  const { groupBy, suspects, window } = meta;
  const time = useHoverTime(hover);
  const hovered = time === null || !picture ? -1 : rowAt(picture.times, time);
  const byRank = useMemo(() => new Map(picture?.groups.map((group) => [group.rank, group])), [picture]);
  const marked = usePointed(pointed);
  const markedRank = picture?.groups.find(({ name }) => name === marked)?.rank;
  const point = useCallback(
    (rank: number | null) => pointed.set((rank !== null && byRank.get(rank)?.name) || null),
    [pointed, byRank]
  );
  // Only a leak's own series counts what its row counts.
  const follows = hovered >= 0 && picture?.meta.groupBy === groupBy;
  const span = window.fromMs === null || window.toMs === null ? '' : `, ${duration(window.toMs - window.fromMs)}`;
  const heads = [
    groupBy === 'function' ? 'Function' : `${groupBy === 'leak' ? 'Leak' : 'Stack'}, first frame of your code`,
    ...(columns === 'all' || columns === 'some' ? ['Blocked on'] : []),
    ...(columns === 'two' ? [] : ['Now']),
    'Growth / min',
    ...(columns === 'all' || columns === 'some' ? ['Low tide'] : []),
    ...(columns === 'two' ? [] : ['Since']),
    ...(columns === 'all' ? ['How sure, and why'] : []),
  ];
  return (
    <div className={styles.box} style={size} data-testid="tidemark-suspects">
      <div ref={contentRef}>
        {suspects.length > 0 && (
          <table className={styles.table} aria-label="What leaks">
            <colgroup>
              {heads.map((head) => (
                <col key={head} style={{ width: WIDTHS[head] }} />
              ))}
            </colgroup>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col" className={/^(Now|Growth)/.test(head) ? styles.number : undefined}>
                    {head === 'Now' && follows ? 'Then' : head === 'Low tide' ? `${head}${span}` : head}
                  </th>
                ))}
              </tr>
            </thead>
            {suspects.map((row, i) => (
              <LeakRow
                key={row.id}
                row={row}
                rank={i + 1}
                look={looks[i]}
                goroutines={follows ? (byRank.get(i + 1)?.values[hovered] ?? null) : row.count}
                window={window}
                columns={columns}
                columnCount={heads.length}
                timeZone={timeZone}
                windowMs={windowMs}
                marked={markedRank === i + 1}
                selected={filter !== undefined && filter.value === focusPattern(row)}
                unfolded={unfolded.has(row.id)}
                onUnfold={onUnfold}
                onFilter={filter?.toggle}
                further={further}
                onPoint={point}
              />
            ))}
          </table>
        )}
        {children}
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ flex: 'none', overflowX: 'hidden', overflowY: 'auto', scrollbarWidth: 'thin' }),
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    borderCollapse: 'collapse',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    fontVariantNumeric: 'tabular-nums',
    color: theme.colors.text.primary,
    'thead th': {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      height: HEAD,
      padding: '0 8px',
      background: theme.colors.background.primary,
      boxShadow: `inset 0 -1px 0 ${theme.colors.border.weak}`,
      fontSize: 11,
      fontWeight: 'normal',
      color: theme.colors.text.secondary,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      textAlign: 'left',
    },
  }),
  number: css({ '&&&': { textAlign: 'right' } }),
});
