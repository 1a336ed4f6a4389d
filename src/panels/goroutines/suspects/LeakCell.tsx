import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { SuspectRow } from '../../../frames/contract';
import type { SourceContext } from '../../../frames/source';
import { shortName } from '../../../frames/goName';
import type { GroupLook } from '../look';
import { RankSwatch } from '../RankSwatch';
import { CreatedBy } from './Creators';
import type { Waiters } from './dump';
import { focusPattern } from './filter';

interface Props {
  row: SuspectRow;
  rank: number;
  look: GroupLook | undefined;
  subtitle: string;
  /** Who created its goroutines, where that says more than its own frames. */
  creators: Waiters['creators'];
  source: SourceContext | undefined;
  unfolded: boolean;
  detailsId: string;
  onUnfold: (id: string) => void;
  /** Absent where the dashboard has no variable for it. */
  onFilter?: (pattern: string) => void;
  selected: boolean;
}

/** Which leak: its colour and rank as in the picture, the first function of the user's code, what it is made of. */
export function LeakCell(props: Props) {
  const { row, rank, look, subtitle, creators, source, unfolded, detailsId, onUnfold, onFilter, selected } = props;
  const styles = useStyles2(getStyles);
  const name = shortName(row.function);
  return (
    <div className={styles.cell}>
      <button
        type="button"
        className={styles.chevron}
        aria-expanded={unfolded}
        aria-controls={unfolded ? detailsId : undefined}
        aria-label={`Stacks and evidence of ${name}`}
        title={unfolded ? 'Fold' : 'Its stacks and all that speaks for it'}
        onClick={() => onUnfold(row.id)}
      >
        <Icon name={unfolded ? 'angle-down' : 'angle-right'} />
      </button>
      <RankSwatch rank={rank} look={look} />
      <div className={styles.names}>
        {onFilter ? (
          <button
            type="button"
            className={cx(styles.name, styles.filter)}
            aria-pressed={selected}
            title={`${row.function}\n${selected ? 'Show all stacks again' : 'Show only this leak’s stacks on the dashboard'}`}
            onClick={() => onFilter(focusPattern(row))}
          >
            {name}
          </button>
        ) : (
          <span className={styles.name} title={row.function}>
            {name}
          </span>
        )}
        <div className={styles.subtitle} title={subtitle}>
          {creators.length > 0 && (
            <>
              <CreatedBy creators={creators} source={source} />
              {subtitle && ' · '}
            </>
          )}
          {subtitle}
        </div>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  cell: css({ display: 'flex', alignItems: 'flex-start', gap: 6, minWidth: 0, '> :nth-child(2)': { marginTop: 2 } }),
  chevron: css({
    flex: 'none',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: 18,
    height: 18,
    padding: 0,
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    color: theme.colors.text.secondary,
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
  names: css({ flex: 1, minWidth: 0 }),
  name: css({
    display: 'block',
    maxWidth: '100%',
    padding: 0,
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 12,
    lineHeight: '18px',
    textAlign: 'left',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  filter: css({
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '&[aria-pressed=true]': { color: theme.colors.text.link, fontWeight: theme.typography.fontWeightMedium },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  subtitle: css({
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    fontSize: 11,
    lineHeight: '16px',
    color: theme.colors.text.secondary,
    overflowWrap: 'anywhere',
  }),
});
