import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import type { Loaded } from './useLoaded';

/** A page of text or forms: a title and a column. */
export function Page({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.column}>
      <h1>{title}</h1>
      {children}
    </div>
  );
}

/** Waits, or says why there is nothing to wait for. */
export function WhenLoaded<T>({ loaded, children }: { loaded: Loaded<T>; children: (value: T) => ReactNode }) {
  switch (loaded.state) {
    case 'loading':
      return <LoadingPlaceholder text="Loading..." />;
    case 'failed':
      return <Alert severity="error" title={loaded.message} />;
    case 'ready':
      return <>{children(loaded.value)}</>;
  }
}

/** One entry of a list that opens another page. */
export function ListLink({
  href,
  title,
  detail,
  onClick,
}: {
  href: string;
  title: string;
  detail: string;
  onClick: React.MouseEventHandler<HTMLAnchorElement>;
}) {
  const styles = useStyles2(getStyles);
  return (
    <a className={styles.entry} href={href} onClick={onClick}>
      <strong>{title}</strong>
      <span className={styles.detail}>{detail}</span>
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  column: css({ width: '100%', maxWidth: 900, margin: '0 auto', paddingTop: theme.spacing(2) }),
  entry: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    marginBottom: theme.spacing(1),
    padding: theme.spacing(1.5, 2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    '&:hover': { background: theme.colors.background.secondary },
  }),
  detail: css({ color: theme.colors.text.secondary }),
});
