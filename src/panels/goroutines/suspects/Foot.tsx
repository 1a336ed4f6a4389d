import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { CaveatText } from '../../../frames/contract';

/** So many lines stand there without being asked for. */
const SHOWN = 3;

interface Props {
  caveats: readonly CaveatText[];
  unfolded: boolean;
  onUnfold: (unfolded: boolean) => void;
  boxRef: React.Ref<HTMLDivElement>;
}

/** What was not judged and what could not be seen, the most important first. */
export function Foot({ caveats, unfolded, onUnfold, boxRef }: Props) {
  const styles = useStyles2(getStyles);
  const hidden = Math.max(0, caveats.length - SHOWN);
  const shown = unfolded ? caveats : caveats.slice(0, SHOWN);
  return (
    <div ref={boxRef} className={styles.foot} data-testid="tidemark-caveats">
      {shown.length > 0 && (
        <ul className={styles.list} aria-label="What could not be seen or judged">
          {shown.map(({ kind, text }, i) => (
            <li key={i} data-kind={kind}>
              {text}
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <button type="button" className={styles.more} aria-expanded={unfolded} onClick={() => onUnfold(!unfolded)}>
          {unfolded ? 'Show fewer' : `${hidden} more`}
        </button>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  foot: css({
    flex: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '18px',
    color: theme.colors.text.secondary,
    '&:not(:empty)': { padding: '6px 8px 2px' },
  }),
  list: css({ margin: 0, padding: 0, listStyle: 'none', overflowWrap: 'anywhere' }),
  more: css({
    padding: 0,
    border: 'none',
    background: 'transparent',
    font: 'inherit',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
