import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { config, locationService } from '@grafana/runtime';
import { Badge, IconButton, useStyles2 } from '@grafana/ui';
import React, { type MouseEvent, type ReactNode } from 'react';

const LINKS = [
  { text: 'Dashboards', href: '/', isActive: (pathname: string) => pathname === '/' || pathname.startsWith('/d') },
  {
    text: 'Data sources',
    href: '/connections/datasources',
    isActive: (pathname: string) => pathname.startsWith('/connections'),
  },
];

/** The bar at the top: where one is, and that this is not Grafana. */
export function Chrome({ pathname, children }: { pathname: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <img src="public/plugins/tidemark-pprof-app/img/logo.svg" alt="" width={20} height={20} />
        <nav className={styles.nav}>
          {LINKS.map((link) => (
            <a
              key={link.href}
              href={link.href}
              onClick={stay}
              className={styles.link}
              aria-current={link.isActive(pathname) ? 'page' : undefined}
            >
              {link.text}
            </a>
          ))}
        </nav>
        <Badge
          color="orange"
          text="Preview host: not Grafana"
          tooltip="The real plugin in a small page that stands in for Grafana: pages, proxy and core panels are substitutes."
        />
        <IconButton
          name="palette"
          aria-label={config.theme2.isDark ? 'Light theme' : 'Dark theme'}
          tooltip={config.theme2.isDark ? 'Light theme' : 'Dark theme'}
          onClick={switchTheme}
        />
      </header>
      <main className={styles.main}>{children}</main>
    </div>
  );
}

/** Follows a link without loading the page anew, unless a new tab is wanted. */
export function stay(event: MouseEvent): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) {
    return;
  }
  event.preventDefault();
  locationService.push(event.currentTarget.getAttribute('href') ?? '/');
}

/** Follows a link that may lead anywhere: to another host and in a new tab as the browser does it. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget;
  if (link instanceof HTMLAnchorElement && link.target !== '_blank' && link.origin === window.location.origin) {
    stay(event);
  }
}

/** Loads anew: Grafana's packages read the theme once, when they start. */
function switchTheme(): void {
  const url = new URL(window.location.href);
  url.searchParams.set('theme', config.theme2.isDark ? 'light' : 'dark');
  window.location.assign(url);
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ minHeight: '100%', display: 'flex', flexDirection: 'column' }),
  bar: css({
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.75, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  nav: css({ display: 'flex', flexGrow: 1, gap: theme.spacing(0.5) }),
  link: css({
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
    '&[aria-current="page"]': { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  main: css({ flexGrow: 1, display: 'flex', flexDirection: 'column', padding: theme.spacing(2) }),
});
