import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import type { Frame } from '../../frames/contract';
import { sourceUrl, type SourceContext } from '../../frames/source';

interface Props {
  frame: Frame;
  /** Absent where the frame's data do not say where sources are. */
  source: SourceContext | undefined;
  className?: string;
  children: React.ReactNode;
}

/** What it encloses, as a link to the frame's line where that is known: calm until it is pointed at. */
export function SourceLink({ frame, source, className, children }: Props) {
  const styles = useStyles2(getStyles);
  const url = sourceUrl(frame, source);
  return url === undefined ? (
    <span className={className}>{children}</span>
  ) : (
    <a className={cx(styles.link, className)} href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: 'inherit',
    '&:hover, &:focus-visible': { color: theme.colors.text.link, textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
  }),
});
