import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Figure } from '../../ui/format';
import { shown, type MomentRow } from './moment';
import { Swatch } from './Swatch';
import type { Toggle } from './useHidden';

interface Props {
  row: MomentRow;
  /** Its value as `figure` writes it; null where there is none in this view. */
  shownAs: number | null;
  figure: Figure;
  on: boolean;
  onToggle: Toggle;
  /** Without room for it, the formula is in the tooltip only. */
  showFormula: boolean;
}

/** One field: its look, its name, its formula and its value at the shown moment. A click takes it out of the picture. */
export function LegendItem({ row, shownAs, figure, on, onToggle, showFormula }: Props) {
  const styles = useStyles2(getStyles);
  const explain = (
    <>
      <b>{row.title}</b> = {row.formula}. {row.text}
      <div className={styles.hint}>Click: hide or show. Ctrl or Shift and click: this alone.</div>
    </>
  );
  return (
    <Tooltip content={explain} placement="left">
      <button
        type="button"
        className={cx(
          styles.item,
          !on && styles.off,
          row.name === 'RSS' && styles.strong,
          row.role === 'part' && styles.part
        )}
        aria-pressed={on}
        onClick={({ ctrlKey, metaKey, shiftKey }) => onToggle(row.name, ctrlKey || metaKey || shiftKey)}
        data-testid={`tidemark-memory-legend-${row.name}`}
        data-value={row.value ?? ''}
      >
        <Swatch name={row.name} on={on} below={(row.value ?? 0) < 0} />
        <span className={styles.names}>
          <span className={styles.title}>{row.title}</span>
          {showFormula && <span className={styles.formula}>{row.formula}</span>}
        </span>
        <span className={styles.value}>{shown(figure, shownAs)}</span>
      </button>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: 6,
    width: '100%',
    padding: '2px 4px',
    border: 'none',
    borderRadius: theme.shape.radius.default,
    background: 'transparent',
    fontFamily: 'inherit',
    color: theme.colors.text.primary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '14px',
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    svg: { marginTop: 1 },
  }),
  off: css({ color: theme.colors.text.disabled, '> span > :first-of-type': { textDecoration: 'line-through' } }),
  strong: css({ fontWeight: theme.typography.fontWeightMedium }),
  part: css({ paddingLeft: 12 }),
  hint: css({ marginTop: 4, color: theme.colors.text.secondary }),
  names: css({ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }),
  title: css({ whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' }),
  formula: css({
    fontSize: 11,
    fontWeight: theme.typography.fontWeightRegular,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
  value: css({ flex: 'none', fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
});
