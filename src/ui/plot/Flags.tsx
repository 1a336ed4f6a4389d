import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import type { TimeZone } from '@grafana/schema';
import { measureText, Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import React from 'react';
import { clock } from '../format';
import { placeFlags } from './marks';
import type { PlotRect, PlotView } from './view';

export const FLAG_HEIGHT = 16;
const FONT_SIZE = 11;
const WIDEST = 180;

interface Props {
  view: PlotView;
  rect: PlotRect;
  timeZone: TimeZone;
}

/** The marks' names, on top of their lines. */
export function Flags({ view, rect, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { from, to } = view.range;
  const widthOf = (label: string) => Math.min(measureText(label, FONT_SIZE).width + 14, WIDEST);
  return (
    <>
      {placeFlags(view.marks, { width: rect.width, from, to }, widthOf).map(({ mark, x, room, side }, i) => (
        <Tooltip
          key={`${mark.time} ${i}`}
          content={`${clock(mark.time, timeZone, to - from)} ${mark.text}`}
          placement="top"
        >
          <button
            type="button"
            className={cx(styles.flag, mark.kind === 'restart' && styles.restart)}
            data-testid="tidemark-mark"
            data-kind={mark.kind}
            aria-label={`${mark.label}: ${mark.text}`}
            style={{
              left: rect.left + x,
              top: rect.top - FLAG_HEIGHT,
              transform: side === 'left' ? 'translateX(-100%)' : undefined,
              ...(room > 0 ? { maxWidth: Math.min(room, WIDEST) } : { width: 6, padding: 0 }),
              ...(mark.kind === 'annotation'
                ? { background: mark.colour, color: theme.colors.getContrastText(mark.colour, 4) }
                : {}),
            }}
          >
            {room > 0 && mark.label}
          </button>
        </Tooltip>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  flag: css({
    position: 'absolute',
    height: FLAG_HEIGHT,
    padding: '0 5px',
    border: 'none',
    borderRadius: '2px 2px 2px 0',
    fontFamily: 'inherit',
    fontSize: FONT_SIZE,
    lineHeight: `${FLAG_HEIGHT}px`,
    textAlign: 'left',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
  restart: css({
    background: theme.colors.background.primary,
    color: theme.colors.text.secondary,
    boxShadow: `inset 0 0 0 1px ${theme.colors.border.strong}`,
  }),
});
