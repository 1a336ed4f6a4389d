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
  const proofs = row.evidence.filter(({ kind }) => kind === PROOF);
  // The interval stands beneath the growth already.
  const others = row.evidence.filter(({ kind }) => kind !== PROOF && kind !== 'slope');
  return (
    <div className={styles.chips}>
      {proofs.map((proof, i) => (
        <Chip key={i} evidence={proof} className={cx(styles.chip, styles.proof)} />
      ))}
      <span className={styles.sure} title={explain}>
        {sureness(row.confidence)} sure
      </span>
      {others.map((other, i) => (
        <Chip key={i} evidence={other} className={styles.chip} />
      ))}
    </div>
  );
}

function Chip({ evidence, className }: { evidence: SuspectRow['evidence'][number]; className: string }) {
  const { kind, label, text } = evidence;
  return (
    <span className={className} title={text} data-kind={kind}>
      {label}
    </span>
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
