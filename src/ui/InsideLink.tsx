import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  /** Path and query below Grafana's own path (inside.ts). */
  path: string;
  title: string;
  children: React.ReactNode;
}

/** A link to another dashboard: within Grafana's page; with a key held down, as the browser does it. */
export function InsideLink({ path, title, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <a
      className={styles.link}
      // With the path under which Grafana is served.
      href={locationUtil.assureBaseUrl(path)}
      title={title}
      onClick={(event) => follow(event, path)}
    >
      {children}
    </a>
  );
}

function follow(event: React.MouseEvent, path: string): void {
  if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    locationService.push(path);
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    whiteSpace: 'nowrap',
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 1 },
  }),
});
