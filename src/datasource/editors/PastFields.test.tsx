import type { DataSourceInstanceSettings } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { TidemarkOptions } from '../types';
import { PastFields } from './PastFields';
import { letMenusOpen } from './testing';

// plugin-ui brings it along for an editor of another kind, and Jest's scaffold does not compile it.
jest.mock('@marcbachmann/cel-js', () => ({}));

const SOURCES = [
  { uid: 'mimir', name: 'Mimir', type: 'prometheus' },
  { uid: 'loki', name: 'Loki', type: 'loki' },
];

beforeEach(() => {
  letMenusOpen();
  setDataSourceSrv({
    getList: ({ type }: { type: string[] }) =>
      SOURCES.filter((source) => type.includes(source.type)) as unknown as DataSourceInstanceSettings[],
  } as unknown as DataSourceSrv);
});

/** The fields as the page has them: what is chosen comes back. */
function Editable({ kept }: { kept: TidemarkOptions }) {
  const [options, setOptions] = useState<TidemarkOptions>({});
  const keep = (changed: TidemarkOptions) => setOptions({ ...Object.assign(kept, changed) });
  return <PastFields width={40} uid={options.prometheusUid} matchers={options.prometheusMatchers} onChange={keep} />;
}

test('a Prometheus is chosen, then its matchers are asked for, and what is wrong with them is said', async () => {
  const kept: TidemarkOptions = {};
  render(<Editable kept={kept} />);
  expect(screen.queryByLabelText(/^Matchers/)).toBeNull();

  const choice = screen.getByLabelText(/^Prometheus/);
  await userEvent.type(choice, 'mimir{Enter}');
  expect(kept.prometheusUid).toBe('mimir');

  const matchers = screen.getByLabelText(/^Matchers/);
  expect(screen.getByText(/^No matchers say which series/)).toBeVisible();
  await userEvent.type(matchers, 'job=');
  expect(screen.getByText(/^“job=” in the matchers is none/)).toBeVisible();
  await userEvent.type(matchers, '"orders", instance="$instance"');
  expect(screen.queryByText(/matchers/i, { selector: '[role=alert] *' })).toBeNull();
  expect(kept.prometheusMatchers).toBe('job="orders", instance="$instance"');
});

test('what is no Prometheus cannot be chosen', async () => {
  const kept: TidemarkOptions = {};
  render(<Editable kept={kept} />);
  await userEvent.type(screen.getByLabelText(/^Prometheus/), 'loki{Enter}');
  expect(kept.prometheusUid).toBeUndefined();
});
