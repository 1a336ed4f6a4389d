import { css, Global } from '@emotion/react';
import { ThemeContext } from '@grafana/data';
import { config, locationService, LocationServiceProvider } from '@grafana/runtime';
import { ErrorBoundaryAlert, GlobalStyles, PortalContainer, TimeRangeProvider } from '@grafana/ui';
import React, { useSyncExternalStore } from 'react';
import { Router } from 'react-router-dom';
import { Chrome } from './pages/Chrome';
import { DashboardListPage } from './pages/DashboardListPage';
import { DashboardPage } from './pages/DashboardPage';
import { DataSourceListPage } from './pages/DataSourceListPage';
import { DataSourcePage } from './pages/DataSourcePage';
import { NotFoundPage } from './pages/NotFoundPage';
import { Toasts } from './pages/Toasts';

const history = locationService.getHistory();

/** A tree of its own for each page address: what one page has started ends when another opens. */
export function App() {
  const location = useSyncExternalStore(
    (changed) => history.listen(changed),
    () => history.location
  );
  const kiosk = new URLSearchParams(location.search).has('kiosk');
  const page = <ErrorBoundaryAlert key={location.pathname}>{pageAt(location.pathname)}</ErrorBoundaryAlert>;
  return (
    <ThemeContext.Provider value={config.theme2}>
      <GlobalStyles />
      <Global styles={pageStyles} />
      {/* history 4 has no createHref for relative paths; the router asks for nothing else. */}
      <LocationServiceProvider service={locationService}>
        <Router location={location} navigator={navigator}>
          <TimeRangeProvider>
            {kiosk ? <div style={kioskStyle}>{page}</div> : <Chrome pathname={location.pathname}>{page}</Chrome>}
            <Toasts />
            <PortalContainer />
          </TimeRangeProvider>
        </Router>
      </LocationServiceProvider>
    </ThemeContext.Provider>
  );
}

const navigator = {
  createHref: (to: Parameters<typeof history.createHref>[0] | string) =>
    typeof to === 'string' ? to : history.createHref(to),
  go: (delta: number) => history.go(delta),
  push: (to: Parameters<typeof history.createHref>[0] | string, state?: unknown) =>
    typeof to === 'string' ? history.push(to, state) : history.push({ ...to, state }),
  replace: (to: Parameters<typeof history.createHref>[0] | string, state?: unknown) =>
    typeof to === 'string' ? history.replace(to, state) : history.replace({ ...to, state }),
};

const kioskStyle = { minHeight: '100%', display: 'flex', flexDirection: 'column', padding: 16 } as const;

const pageStyles = css({
  'html, body, #reactRoot': { height: '100%', margin: 0, background: config.theme2.colors.background.canvas },
});

function pageAt(pathname: string) {
  if (pathname === '/' || pathname === '/dashboards') {
    return <DashboardListPage />;
  }
  const dashboard = /^\/d\/([^/]+)/.exec(pathname)?.[1];
  if (dashboard !== undefined) {
    return <DashboardPage uid={dashboard} />;
  }
  if (pathname === '/connections/datasources') {
    return <DataSourceListPage />;
  }
  const dataSource = /^\/connections\/datasources\/edit\/([^/]+)/.exec(pathname)?.[1];
  return dataSource === undefined ? <NotFoundPage pathname={pathname} /> : <DataSourcePage uid={dataSource} />;
}
