import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  frame: DataFrame;
  /** Without room for words: the sign alone. */
  lean?: boolean;
}

/**
 * What went wrong lately, where the eye is: the frame's first warning, its first sentence in sight and the rest on
 * request. Grafana lists all notices in the panel's header, but a header can be hidden.
 */
export function Trouble({ frame, lean = false }: Props) {
  const styles = useStyles2(getStyles);
  const notice = frame.meta?.notices?.find(({ severity }) => severity === 'warning');
  if (!notice) {
    return null;
  }
  const [first] = notice.text.split('. ');
  return (
    <Tooltip content={notice.text} placement="bottom">
      <span className={styles.trouble} tabIndex={0} role="note" aria-label={notice.text} data-testid="tidemark-trouble">
        <Icon name="exclamation-triangle" size="sm" /> {!lean && first}
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  trouble: css({
    display: 'inline-flex',
    flex: 'none',
    alignItems: 'center',
    gap: 4,
    height: 20,
    padding: '0 8px',
    borderRadius: theme.shape.radius.pill,
    background: theme.colors.warning.transparent,
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
    lineHeight: '20px',
    whiteSpace: 'nowrap',
    cursor: 'help',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
});
