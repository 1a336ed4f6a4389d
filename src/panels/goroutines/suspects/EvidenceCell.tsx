import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { SuspectRow } from '../../../frames/contract';
import { sureness } from './figures';

/** What is no inference: the garbage collector found that nothing can wake these goroutines. */
export const PROOF = 'proved';

/** How sure, and on what grounds; in whole sentences where a row is unfolded. */
export function EvidenceCell({ row, explain }: { row: SuspectRow; explain: string }) {
  const styles = useStyles2(getStyles);
  const chips = [
    ...row.evidence.filter(({ kind }) => kind === PROOF),
    // The interval stands beneath the growth already.
    ...row.evidence.filter(({ kind }) => kind !== 'slope' && kind !== PROOF),
  ];
  return (
    <div className={styles.chips}>
      <span className={styles.sure} title={explain}>
        {sureness(row.confidence)} sure
      </span>
      {chips.map(({ kind, label, text }, i) => (
        <span key={i} className={cx(styles.chip, kind === PROOF && styles.proof)} title={text} data-kind={kind}>
          {label}
        </span>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chips: css({ display: 'flex', flexWrap: 'wrap', gap: '3px 5px', alignItems: 'center' }),
  sure: css({ whiteSpace: 'nowrap', marginRight: 2 }),
  chip: css({
    padding: '0 6px',
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    fontSize: 11,
    lineHeight: '16px',
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    cursor: 'help',
  }),
  proof: css({
    borderColor: theme.colors.error.border,
    background: theme.colors.error.transparent,
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
