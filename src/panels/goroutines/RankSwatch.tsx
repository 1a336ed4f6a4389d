import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { GroupLook } from './look';

/** The series' colour with its rank on it, which the plot repeats on the area: colour is not the only link. */
export function RankSwatch({ rank, look }: { rank: number; look: GroupLook | undefined }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.swatch} style={{ background: look?.colour, color: look?.contrast }} aria-hidden>
      {rank > 0 ? rank : ''}
    </span>
  );
}

const getStyles = () => ({
  swatch: css({
    display: 'inline-flex',
    flex: 'none',
    alignItems: 'center',
    justifyContent: 'center',
    width: 16,
    height: 14,
    borderRadius: 2,
    fontSize: 10,
    fontWeight: 600,
    lineHeight: 1,
  }),
});
