import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { memo } from 'react';
import { signed, type Figure } from '../../ui/format';
import type { GroupColumn } from './frame';
import { INLINE_ROW } from './layout';
import type { GroupLook } from './look';
import { nameOf } from './naming';
import { RankSwatch } from './RankSwatch';
import type { GroupMoment } from './stack';

interface Props {
  group: GroupColumn;
  look: GroupLook | undefined;
  moment: GroupMoment;
  figure: Figure;
  height: number;
  marked: boolean;
  /** Whether all series are drawn, this one alone, or another one alone. */
  state: 'all' | 'alone' | 'away';
  onPoint: (name: string | null) => void;
  onIsolate: (name: string) => void;
}

/** One series: what it is, what it waits for, how many, and how that changed over the window. */
export const Row = memo(function Row({
  group,
  look,
  moment,
  figure,
  height,
  marked,
  state,
  onPoint,
  onIsolate,
}: Props) {
  const styles = useStyles2(getStyles);
  const { name, series, rank } = group;
  const { title, isCode, subtitle, function: whole } = nameOf(group);
  const { value, change } = moment;
  return (
    <button
      type="button"
      className={cx(styles.row, marked && styles.marked, state === 'away' && styles.away)}
      style={{ height }}
      aria-pressed={state === 'alone'}
      title={[whole, state === 'alone' ? 'Click to show all again' : 'Click to show it alone']
        .filter(Boolean)
        .join('\n')}
      onClick={() => onIsolate(name)}
      onMouseEnter={() => onPoint(name)}
      onMouseLeave={() => onPoint(null)}
      onFocus={() => onPoint(name)}
      onBlur={() => onPoint(null)}
      data-testid="tidemark-goroutines-row"
      data-role={series.role}
      data-stack-key={series.stackKey}
      data-function={whole}
      data-value={value ?? ''}
    >
      <RankSwatch rank={rank} look={look} />
      <span className={cx(styles.names, height <= INLINE_ROW && styles.inline)}>
        <span className={cx(styles.title, isCode && styles.code)}>{title}</span>
        {subtitle && <span className={styles.subtitle}>{subtitle}</span>}
      </span>
      <span className={styles.number}>{value === null ? '–' : figure(value)}</span>
      <span className={cx(styles.number, styles.change)}>{change === null ? '' : signed(figure, change)}</span>
    </button>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: 8,
    width: '100%',
    padding: '3px 10px 2px 6px',
    border: 'none',
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    background: 'transparent',
    color: theme.colors.text.primary,
    fontFamily: 'inherit',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '15px',
    textAlign: 'left',
    fontVariantNumeric: 'tabular-nums',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  marked: css({ background: theme.colors.action.hover }),
  away: css({ opacity: 0.45 }),
  names: css({ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }),
  inline: css({ flexDirection: 'row', gap: 12, '> :first-of-type': { flex: '0 0 56%' } }),
  title: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  code: css({ fontFamily: theme.typography.fontFamilyMonospace }),
  subtitle: css({
    fontSize: 11,
    lineHeight: '14px',
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  number: css({ flex: 'none', width: 54, textAlign: 'right', whiteSpace: 'nowrap' }),
  change: css({ color: theme.colors.text.secondary }),
});
