import { Alert } from '@grafana/ui';
import { Page } from './Page';
import React from 'react';

export function NotFoundPage({ pathname }: { pathname: string }) {
  return (
    <Page title="Page not found">
      <Alert severity="info" title={`The preview host has no page at ${pathname}`}>
        It has dashboards, data sources and their settings. For the rest, run the plugin in Grafana.
      </Alert>
    </Page>
  );
}
