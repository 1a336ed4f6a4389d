import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { GoroutineSeries } from '../../frames/contract';
import { useHover, type HoverStore } from '../../ui/plot/hover';
import { shortFile } from './goName';
import { namingFrame } from './naming';

const SHOWN = 12;

/** The stack, leaf first, the frame that it is called by emphasised. All of it once the tooltip is pinned. */
export function StackFrames({ series, hover }: { series: GoroutineSeries; hover: HoverStore }) {
  const styles = useStyles2(getStyles);
  const pinned = useHover(hover)?.pinned ?? false;
  const frames = series.frames ?? [];
  const named = namingFrame(series);
  const shown = pinned ? frames : frames.slice(0, SHOWN);
  const hidden = frames.length - shown.length;
  return (
    <>
      <ol className={styles.stack} aria-label="Stack, leaf first">
        {shown.map((frame, i) => (
          <li key={i} className={cx(i === named && styles.user)}>
            <span className={styles.function}>{frame.function}</span>
            <span className={styles.file} title={frame.file}>
              {shortFile(frame.file, frame.line)}
            </span>
          </li>
        ))}
      </ol>
      {hidden > 0 && <div className={styles.more}>… {hidden} more. Click to keep this open and see all.</div>}
      {named >= SHOWN && !pinned && <div className={styles.user}>{frames[named]?.function}</div>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stack: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: 11,
    lineHeight: '17px',
    color: theme.colors.text.secondary,
    li: {
      display: 'flex',
      justifyContent: 'space-between',
      gap: 16,
      paddingLeft: 8,
      borderLeft: '2px solid transparent',
    },
  }),
  function: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  file: css({ flex: 'none', whiteSpace: 'nowrap' }),
  user: css({
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
    '&&': { borderLeftColor: theme.colors.primary.main, background: theme.colors.action.hover },
  }),
  more: css({ marginTop: 4, paddingLeft: 10, color: theme.colors.text.secondary }),
});
