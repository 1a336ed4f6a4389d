import type { DataSourceInstanceSettings } from '@grafana/data';
import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { TidemarkOptions } from '../types';
import { PyroscopeFields } from './PyroscopeFields';
import { letMenusOpen } from './testing';

// plugin-ui brings it along for an editor of another kind, and Jest's scaffold does not compile it.
jest.mock('@marcbachmann/cel-js', () => ({}));

const SOURCES = [
  { uid: 'pyro', name: 'Pyroscope', type: 'grafana-pyroscope-datasource' },
  { uid: 'mimir', name: 'Mimir', type: 'prometheus' },
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
  return <PyroscopeFields width={40} uid={options.pyroscopeUid} selector={options.pyroscopeSelector} onChange={keep} />;
}

test('says what a Pyroscope is asked for', () => {
  render(<Editable kept={{}} />);
  expect(screen.getByText(/goroutines and heap by stack/)).toBeVisible();
});

test('a Pyroscope is chosen, then its label selector is asked for, and what is wrong with it is said', async () => {
  const kept: TidemarkOptions = {};
  render(<Editable kept={kept} />);
  expect(screen.queryByLabelText(/^Label selector/)).toBeNull();
  await userEvent.type(screen.getByLabelText(/^Pyroscope/), 'pyro{Enter}');
  expect(kept.pyroscopeUid).toBe('pyro');

  const selector = screen.getByLabelText(/^Label selector/);
  await userEvent.type(selector, 'service_name=');
  expect(screen.getByText(/^“service_name=” in the matchers is none/)).toBeVisible();
  await userEvent.type(selector, '"orders"');
  expect(screen.queryByText(/is none/)).toBeNull();
  expect(kept.pyroscopeSelector).toBe('service_name="orders"');
});

test('what is no Pyroscope cannot be chosen', async () => {
  const kept: TidemarkOptions = {};
  render(<Editable kept={kept} />);
  await userEvent.type(screen.getByLabelText(/^Pyroscope/), 'mimir{Enter}');
  expect(kept.pyroscopeUid).toBeUndefined();
});
