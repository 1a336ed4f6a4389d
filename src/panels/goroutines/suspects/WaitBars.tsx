import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { WaitRange } from '../../../frames/contract';
import { count } from '../../../ui/format';
import { rangeLabel } from './waits';

/** How many goroutines have waited how long, the oldest first. Bars are lengths from zero, in the leak's colour. */
export function WaitBars({ waits, colour }: { waits: readonly WaitRange[]; colour: string }) {
  const styles = useStyles2(getStyles);
  const most = Math.max(1, ...waits.map((range) => range.count));
  return (
    <ol className={styles.bars} aria-label="Goroutines by how long they have waited, the oldest first">
      {[...waits].reverse().map((range) => (
        <li key={range.from} className={styles.row} data-from={range.from} data-count={range.count}>
          <span className={styles.label}>{rangeLabel(range)}</span>
          <span className={styles.track} aria-hidden>
            {range.count > 0 && (
              <span className={styles.bar} style={{ width: `${(100 * range.count) / most}%`, background: colour }} />
            )}
          </span>
          <span className={styles.count}>{count(range.count)}</span>
        </li>
      ))}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({ margin: 0, padding: 0, listStyle: 'none', fontSize: 11, lineHeight: '17px' }),
  row: css({ display: 'flex', alignItems: 'center', gap: 8 }),
  label: css({
    flex: 'none',
    width: 92,
    textAlign: 'right',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
  }),
  track: css({ flex: 1, minWidth: 0, height: 10, borderLeft: `1px solid ${theme.colors.border.medium}` }),
  // The least count is still seen.
  bar: css({ display: 'block', height: '100%', minWidth: 2, borderRadius: '0 2px 2px 0' }),
  count: css({ flex: 'none', minWidth: 36, textAlign: 'right', fontVariantNumeric: 'tabular-nums' }),
});
