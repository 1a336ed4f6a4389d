import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { memo, useId, useMemo } from 'react';
import type { SuspectRow, SuspectsWindow } from '../../../frames/contract';
import { count, THIN } from '../../../ui/format';
import { deployColour } from '../../../ui/plot/marks';
import type { GroupLook } from '../look';
import { Details } from './Details';
import { creatorsToName, waitersOf } from './dump';
import { EvidenceCell } from './EvidenceCell';
import { growth, interval, sureness } from './figures';
import type { Further } from './further';
import { LeakCell } from './LeakCell';
import type { Columns } from './layout';
import { membersLine } from './members';
import { sinceOf } from './since';
import { SinceCell } from './SinceCell';
import { Sparkline } from './Sparkline';

interface Props {
  row: SuspectRow;
  rank: number;
  look: GroupLook | undefined;
  /** Goroutines at the moment that is pointed at, else now; null where nothing was scraped then. */
  goroutines: number | null;
  window: SuspectsWindow;
  columns: Columns;
  columnCount: number;
  timeZone: TimeZone;
  windowMs: number;
  marked: boolean;
  selected: boolean;
  unfolded: boolean;
  onUnfold: (id: string) => void;
  onFilter?: (pattern: string) => void;
  further: Further;
  onPoint: (rank: number | null) => void;
}

/** One leak: which, what it waits for, how many, how fast, since when, how sure. It unfolds to its stacks. */
export const LeakRow = memo(function LeakRow(props: Props) {
  const { row, rank, look, goroutines, window, columns, timeZone, windowMs } = props;
  const { marked, selected, unfolded, onPoint, further } = props;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const detailsId = useId();
  const since = sinceOf(row, timeZone, windowMs);
  const waiters = useMemo(() => waitersOf(row, further.dump), [row, further.dump]);
  const colour = look?.colour ?? theme.colors.text.primary;
  const now = goroutines === null ? '–' : count(goroutines);
  const wide = columns === 'all' || columns === 'some';
  const sparkline = (
    <Sparkline
      trend={row.trend}
      span={{ from: window.fromMs ?? row.trend.times[0] ?? 0, to: window.toMs ?? row.trend.times.at(-1) ?? 0 }}
      colour={colour}
      width={108}
      height={30}
      mark={row.deploy && { atMs: row.deploy.atMs, colour: deployColour(theme) }}
    />
  );
  const sure = `${sureness(row.confidence)} sure: 1 less the p value, adjusted for the ${count(window.stacks)} stacks that were looked at.`;
  const subtitle = columns === 'two' ? `${now} now, since ${since.lead}` : membersLine(row);
  return (
    <tbody
      className={cx(styles.row, marked && styles.marked, selected && styles.selected)}
      onMouseEnter={() => onPoint(rank)}
      onMouseLeave={() => onPoint(null)}
      onFocus={() => onPoint(rank)}
      onBlur={() => onPoint(null)}
    >
      <tr
        data-testid="tidemark-suspect"
        data-leak={row.id}
        data-function={row.function}
        data-count={row.count}
        data-per-minute={row.perMinute}
        data-deploy={row.deploy?.relation === 'since' ? row.deploy.name : undefined}
      >
        <th scope="row">
          <LeakCell
            row={row}
            rank={rank}
            look={look}
            subtitle={subtitle}
            creators={creatorsToName(row, waiters)}
            source={further.source}
            unfolded={unfolded}
            detailsId={detailsId}
            onUnfold={props.onUnfold}
            onFilter={props.onFilter}
            selected={selected}
          />
        </th>
        {wide && <td>{row.blockedOn.join(', ')}</td>}
        {columns !== 'two' && <td className={styles.number}>{now}</td>}
        <td className={styles.number}>
          <b>{growth(row)}</b>
          {columns === 'two' && `${THIN}/${THIN}min`}
          <div className={styles.beneath} title={`95${THIN}% interval`}>
            {interval(row)}
          </div>
        </td>
        {wide && <td className={styles.trend}>{sparkline}</td>}
        {columns !== 'two' && (
          <td>
            <SinceCell since={since} />
          </td>
        )}
        {columns === 'all' && (
          <td>
            <EvidenceCell row={row} explain={sure} />
          </td>
        )}
      </tr>
      {unfolded && (
        <tr id={detailsId} data-testid="tidemark-suspect-details">
          <td colSpan={props.columnCount}>
            <Details
              row={row}
              since={since}
              sure={sure}
              columns={columns}
              sparkline={sparkline}
              further={further}
              waiters={waiters}
              colour={colour}
              timeZone={timeZone}
            />
          </td>
        </tr>
      )}
    </tbody>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    'th, td': { padding: '6px 8px 5px', verticalAlign: 'top', textAlign: 'left', fontWeight: 'normal' },
    'th:first-of-type, td[colspan]': { paddingLeft: 2 },
    '&:hover': { background: theme.colors.action.hover },
  }),
  marked: css({ background: theme.colors.action.hover }),
  selected: css({
    background: theme.colors.action.selected,
    boxShadow: `inset 2px 0 0 ${theme.colors.primary.main}`,
  }),
  number: css({
    '&&&': { textAlign: 'right' },
    whiteSpace: 'nowrap',
    b: { fontWeight: 600 },
  }),
  beneath: css({ fontSize: 11, lineHeight: '16px', color: theme.colors.text.secondary }),
  trend: css({ svg: { display: 'block' } }),
});
