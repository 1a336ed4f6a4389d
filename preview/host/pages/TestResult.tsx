import type { DataSourceApi } from '@grafana/data';
import { selectors } from '@grafana/e2e-selectors';
import { Alert } from '@grafana/ui';
import { messageOf } from './useLoaded';
import React from 'react';

export interface Outcome {
  status: string;
  message: string;
  details?: { message?: string; verboseMessage?: string };
}

/** The plugin's own health check. What it throws is an outcome, too. */
export async function testDataSource(api: DataSourceApi): Promise<Outcome> {
  try {
    return toOutcome(await api.testDatasource());
  } catch (error) {
    const details: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'details') : undefined;
    return toOutcome({ status: 'error', message: messageOf(error), details });
  }
}

function toOutcome(result: { status?: string; message?: string; details?: unknown }): Outcome {
  const details = Object(result.details ?? {});
  const text = (key: string): string | undefined => (typeof details[key] === 'string' ? details[key] : undefined);
  return {
    status: (result.status ?? 'error').toLowerCase(),
    message: result.message ?? '',
    details: { message: text('message'), verboseMessage: text('verboseMessage') },
  };
}

export function TestResult({ outcome }: { outcome: Outcome }) {
  const severity =
    outcome.status === 'success' || outcome.status === 'ok'
      ? 'success'
      : outcome.status === 'warning'
        ? 'warning'
        : 'error';
  return (
    <Alert severity={severity} title={outcome.message} data-testid={selectors.pages.DataSource.alert}>
      {/* Lines become one, as Grafana (DataSourceTestingStatus.tsx) makes them. */}
      {outcome.details?.message && <div>{outcome.details.message}</div>}
      {outcome.details?.verboseMessage && (
        <details style={{ whiteSpace: 'pre-wrap' }}>{outcome.details.verboseMessage}</details>
      )}
    </Alert>
  );
}
