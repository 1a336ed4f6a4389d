import { dateTime, EventBusSrv, LoadingState, type PanelData, type PanelProps } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { goroutinesFrameFixture, panelData } from './fixture';
import type { GoroutinesMeta } from '../../frames';
import { GoroutinesPanel } from './GoroutinesPanel';
import { GOROUTINES_DEFAULTS, type GoroutinesOptions } from './options';

// jsdom has no canvas; what is drawn on it is looked at in preview/gallery.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  UPlotChart: () => null,
  measureText: (text: string) => ({ width: 6 * text.length }),
}));

function show(data: PanelData, more: Partial<PanelProps<GoroutinesOptions>> = {}) {
  const timeRange = { from: dateTime(0), to: dateTime(10_000), raw: { from: 'now-10s', to: 'now' } };
  const props = {
    data,
    timeRange,
    timeZone: 'utc',
    options: GOROUTINES_DEFAULTS,
    width: 1200,
    height: 340,
    replaceVariables: (text: string) => text,
    onChangeTimeRange: jest.fn(),
    eventBus: new EventBusSrv(),
    ...more,
  };
  return render(<GoroutinesPanel {...(props as unknown as PanelProps<GoroutinesOptions>)} />);
}

const rows = () => screen.getAllByTestId('tidemark-goroutines-row');

describe('the goroutines panel', () => {
  it('gives a row for each stack with exact figures', () => {
    show(panelData([goroutinesFrameFixture()]));
    expect(rows().map((row) => [row.dataset.stackKey, row.dataset.value])).toEqual([
      ['k1', '1300'],
      ['k2', '40'],
      [undefined, '1000'],
    ]);
    expect(rows()[0]).toHaveAttribute('data-function', 'example.com/shop/catalog.(*Client).Lookup');
    expect(within(rows()[0]!).getByText('+1,290')).toBeVisible();
  });

  it('says how many goroutines there are, and what watching costs', () => {
    show(panelData([goroutinesFrameFixture()]));
    const total = screen.getByTestId('tidemark-goroutines-total');
    expect(total).toHaveTextContent('2,340 goroutines in 187 stacks');
    expect(total).toHaveAttribute('data-value', '2340');
    expect(screen.getByTestId('tidemark-goroutines-interval')).toHaveTextContent('every 2 s');
    expect(screen.getByTestId('tidemark-goroutines-cost')).toHaveTextContent('a scrape takes 12 ms, 8 kB');
    expect(screen.getByRole('img')).toHaveAccessibleName(/^2,340 goroutines .*catalog\.\(\*Client\)\.Lookup 1,300/);
  });

  it('does not say what a scrape takes before this page has asked anything', () => {
    const frame = goroutinesFrameFixture();
    const custom = frame.meta?.custom as GoroutinesMeta;
    custom.probe = { ...custom.probe, lastScrape: { requests: 0, bytes: 0, durationMs: 0 } };
    show(panelData([frame]));
    expect(screen.getByTestId('tidemark-goroutines-interval')).toBeVisible();
    expect(screen.queryByTestId('tidemark-goroutines-cost')).toBeNull();
  });

  it('says that the interval is stretched, and why', async () => {
    const frame = goroutinesFrameFixture();
    const custom = frame.meta?.custom as GoroutinesMeta;
    const pace = { setMs: 2_000, intervalMs: 40_000, why: 'budget', spentMs: 400, budget: 0.01 } as const;
    custom.probe = { ...custom.probe, intervalMs: 40_000, pace };
    show(panelData([frame]));
    const chip = screen.getByTestId('tidemark-goroutines-interval');
    expect(chip).toHaveTextContent('every 40 s instead of 2 s');
    await userEvent.hover(chip);
    expect(await screen.findByText(/a scrape takes 400.ms of its time, and the budget is 1.%\.$/)).toBeVisible();
  });

  it('shows one stack alone and all again, by mouse and by keyboard', async () => {
    show(panelData([goroutinesFrameFixture()]));
    await userEvent.click(rows()[1]!);
    expect(rows().map((row) => row.getAttribute('aria-pressed'))).toEqual(['false', 'true', 'false']);
    rows()[1]!.focus();
    await userEvent.keyboard('{Enter}');
    expect(rows().map((row) => row.getAttribute('aria-pressed'))).toEqual(['false', 'false', 'false']);
  });

  it('keeps the total and the biggest where there is room for one line only', () => {
    show(panelData([goroutinesFrameFixture()]), { width: 384, height: 152 });
    expect(screen.getByTestId('tidemark-goroutines-total')).toHaveAttribute('data-value', '2340');
    expect(screen.getByText('catalog.(*Client).Lookup')).toBeVisible();
    expect(screen.queryByTestId('tidemark-goroutines-row')).toBeNull();
  });

  it('writes names as text', () => {
    const frame = goroutinesFrameFixture();
    const name = 'main.<img src=x onerror=alert(1)>';
    frame.fields[1]!.name = name;
    frame.meta!.custom!.series = { ...frame.meta!.custom!.series, [name]: { role: 'function' } };
    const { container } = show(panelData([frame]));
    expect(container.querySelector('img')).toBeNull();
    expect(rows()[0]).toHaveTextContent(name);
  });
});

describe('instead of a picture', () => {
  it('waits for the first scrape of the target by name', () => {
    const frame = goroutinesFrameFixture();
    frame.fields.forEach((field) => (field.values = []));
    show(panelData([{ ...frame, length: 0 }], { state: LoadingState.Streaming }));
    expect(screen.getByRole('status')).toHaveTextContent('Waiting for the first scrape of http://shop:6060');
  });

  it('says that nobody sampled in a time range that is over', () => {
    const frame = goroutinesFrameFixture();
    frame.fields.forEach((field) => (field.values = []));
    show(panelData([{ ...frame, length: 0 }], { state: LoadingState.Done }));
    expect(screen.getByRole('status')).toHaveTextContent('Nothing was sampled in this time range');
  });

  it('says which query to choose', () => {
    show(panelData([{ length: 0, fields: [], meta: { custom: { kind: 'memory' } } }]));
    expect(screen.getByRole('status')).toHaveTextContent('This query gives memory');
    expect(screen.getByRole('status')).toHaveTextContent('query type Goroutines');
  });

  it('passes on what the data source says of a failure', () => {
    show(panelData([], { state: LoadingState.Error, errors: [{ message: 'pprof is not mounted.' }] }));
    expect(screen.getByRole('alert')).toHaveTextContent('pprof is not mounted.');
  });
});
