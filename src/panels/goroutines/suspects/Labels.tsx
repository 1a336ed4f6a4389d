import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { count } from '../../../ui/format';
import type { Waiters } from './dump';

const SHOWN = 5;

/** Which pprof labels they have, with how many each, the most frequent first. */
export function Labels({ labels }: { labels: Waiters['labels'] }) {
  const styles = useStyles2(getStyles);
  const hidden = labels.length - SHOWN;
  return (
    <ul className={styles.list} aria-label="Labels">
      {labels.slice(0, SHOWN).map(({ key, value, count: goroutines }) => (
        <li key={JSON.stringify([key, value])}>
          <span className={styles.count}>{count(goroutines)}</span>
          <span className={styles.label}>
            <span className={styles.quiet}>{key}=</span>
            {value}
          </span>
        </li>
      ))}
      {hidden > 0 && <li className={styles.quiet}>and {hidden} more</li>}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontSize: 11,
    lineHeight: '17px',
    li: { display: 'flex', gap: 8, minWidth: 0 },
  }),
  count: css({ flex: 'none', minWidth: 36, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
  label: css({ minWidth: 0, overflowWrap: 'anywhere', fontFamily: theme.typography.fontFamilyMonospace }),
  quiet: css({ color: theme.colors.text.secondary }),
});
