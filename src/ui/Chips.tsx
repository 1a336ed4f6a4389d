import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Trouble } from './Trouble';

export interface Chip {
  id: string;
  text: string;
  /** What it means, and how we know. */
  explain: string;
  /** The exact figure behind the text, for whoever reads the page. */
  value?: number;
}

export const CHIPS_HEIGHT = 26;

interface Props {
  /** Its warnings come first. */
  frame: DataFrame;
  chips: readonly Chip[];
  /** `tidemark-memory` gives `tidemark-memory-<chip id>`. */
  testIdPrefix: string;
  /** Said quietly beside them: what is missing, and how to get it. */
  note?: string;
}

/** One line of facts over the plot. What does not fit is cut, never wrapped: the plot's height must not jump. */
export function Chips({ frame, chips, testIdPrefix, note }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line}>
      <Trouble frame={frame} />
      {chips.map((chip) => (
        <Tooltip key={chip.id} content={chip.explain} placement="bottom">
          <button
            type="button"
            className={styles.chip}
            data-testid={`${testIdPrefix}-${chip.id}`}
            data-value={chip.value}
          >
            {chip.text}
          </button>
        </Tooltip>
      ))}
      {note && (
        <Tooltip content={note} placement="bottom">
          <span className={styles.note} tabIndex={0} data-testid={`${testIdPrefix}-note`}>
            {note}
          </span>
        </Tooltip>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(0.75),
    height: CHIPS_HEIGHT,
    flex: 'none',
    overflow: 'hidden',
    padding: '1px',
  }),
  chip: css({
    flex: 'none',
    height: 20,
    padding: '0 8px',
    borderRadius: theme.shape.radius.pill,
    border: `1px solid ${theme.colors.border.medium}`,
    background: 'transparent',
    fontFamily: 'inherit',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
    cursor: 'help',
    '&:hover, &:focus-visible': { color: theme.colors.text.primary, borderColor: theme.colors.border.strong },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
  note: css({
    minWidth: 0,
    lineHeight: '20px',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
});
