import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { measureText, useStyles2 } from '@grafana/ui';
import React from 'react';
import { placeOrigins } from './origins';
import type { PlotRect, PlotView } from './view';

const FONT_SIZE = 11;
const PADDING = 6;
/** A plot smaller than this shows its line and nothing else. */
const LEAST = { width: 240, height: 70 };

interface Props {
  view: PlotView;
  rect: PlotRect;
}

/** Who recorded what, at the top of the picture: a hairline where it changes, and a name where there is room. */
export function Origins({ view, rect }: Props) {
  const styles = useStyles2(getStyles);
  const { origins, range } = view;
  if (!origins || rect.width < LEAST.width || rect.height < LEAST.height) {
    return null;
  }
  return (
    <>
      {placeOrigins(origins, { width: rect.width, ...range }).map(({ hasBoundary, left, side, text, width }, i) => (
        <div
          key={i}
          className={cx(styles.stretch, hasBoundary && styles.boundary)}
          style={{ left: rect.left + left, top: rect.top, width, height: rect.height, textAlign: side }}
          data-testid="tidemark-origin"
        >
          {width >= measureText(text, FONT_SIZE).width + 2 * PADDING && <span className={styles.name}>{text}</span>}
        </div>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stretch: css({ position: 'absolute', boxSizing: 'border-box', overflow: 'hidden', pointerEvents: 'none' }),
  boundary: css({ borderLeft: `1px solid ${theme.colors.border.strong}` }),
  name: css({
    display: 'inline-block',
    padding: `0 ${PADDING}px`,
    fontSize: FONT_SIZE,
    lineHeight: '16px',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    // Legible over whatever is drawn there.
    textShadow: `0 0 2px ${theme.colors.background.primary}, 0 0 2px ${theme.colors.background.primary}`,
  }),
});
