import { dateTime, EventBusSrv, LoadingState, type DataFrame, type PanelData, type PanelProps } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { MEMORY_FIELDS } from '../../frames/contract';
import { findingsFrameFixture, memoryFrameFixture, panelData } from './fixture';
import { MemoryPanel } from './MemoryPanel';
import { MEMORY_DEFAULTS, type MemoryOptions } from './options';

// jsdom has no canvas; what is drawn on it is looked at in preview/gallery.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  UPlotChart: () => null,
  measureText: (text: string) => ({ width: 6 * text.length }),
}));

const MIB = 1024 * 1024;

function show(data: PanelData, more: Partial<PanelProps<MemoryOptions>> = {}) {
  const timeRange = { from: dateTime(0), to: dateTime(10_000), raw: { from: 'now-10s', to: 'now' } };
  const props = {
    data,
    timeRange,
    timeZone: 'utc',
    options: MEMORY_DEFAULTS,
    width: 1200,
    height: 340,
    replaceVariables: (text: string) => text,
    onChangeTimeRange: jest.fn(),
    eventBus: new EventBusSrv(),
    ...more,
  };
  return render(<MemoryPanel {...(props as unknown as PanelProps<MemoryOptions>)} />);
}

const legend = (name: string) => screen.getByTestId(`tidemark-memory-legend-${name}`);

describe('the memory panel', () => {
  it('gives the newest figures, exact ones for whoever reads the page', () => {
    show(panelData([memoryFrameFixture()]));
    expect(legend('RSS')).toHaveAttribute('data-value', String(120 * MIB));
    expect(legend('residual')).toHaveTextContent('30 MiB');
    const told = memoryFrameFixture().fields.map(({ name }) => name);
    for (const { name, formula } of MEMORY_FIELDS.filter((field) => told.includes(field.name))) {
      expect(legend(name)).toHaveTextContent(formula);
    }
    expect(screen.getByRole('img')).toHaveAccessibleName(/RSS 120 MiB, Go’s estimate 90 MiB, Residual 30 MiB/);
  });

  it('says above the picture what is known of the process', () => {
    show(panelData([memoryFrameFixture()]), {
      options: { ...MEMORY_DEFAULTS, limit: '$limit' },
      replaceVariables: () => '512Mi',
    });
    expect(screen.getByTestId('tidemark-memory-chip-rss')).toHaveTextContent('RSS 120 MiB of 512 MiB');
    expect(screen.getByTestId('tidemark-memory-chip-go')).toHaveTextContent('Go 1.14.15');
    expect(screen.getByTestId('tidemark-memory-chip-madvise')).toHaveTextContent('MADV_FREE');
    expect(screen.getByTestId('tidemark-memory-chip-source')).toHaveTextContent('via /metrics');
  });

  it('takes a band out and in again, by mouse and by keyboard', async () => {
    show(panelData([memoryFrameFixture()]));
    expect(legend('idle')).toHaveAttribute('aria-pressed', 'true');
    await userEvent.click(legend('idle'));
    expect(legend('idle')).toHaveAttribute('aria-pressed', 'false');
    legend('idle').focus();
    await userEvent.keyboard('{Enter}');
    expect(legend('idle')).toHaveAttribute('aria-pressed', 'true');
  });

  it('shows one area alone by a click with Ctrl, and all again by a second', async () => {
    show(panelData([memoryFrameFixture()]));
    const pressed = () => MEMORY_FIELDS.map(({ name }) => name).filter((name) => pressedOf(name) === 'true');
    const pressedOf = (name: string) =>
      screen.queryByTestId(`tidemark-memory-legend-${name}`)?.getAttribute('aria-pressed');
    const before = pressed();
    const user = userEvent.setup();
    await user.keyboard('{Control>}');
    await user.click(legend('idle'));
    expect(pressed()).toEqual(['idle', 'goResident', 'RSS', 'released']);
    await user.click(legend('idle'));
    await user.keyboard('{/Control}');
    expect(pressed()).toEqual(before);
  });

  it('names the parts of the residual that the target tells', () => {
    show(panelData([memoryFrameFixture([], {}, { RssFile: [3, 4, null, 6], LazyFree: [1, 2, null, 20] })]));
    expect(legend('RssFile')).toHaveAttribute('data-value', String(6 * MIB));
    expect(legend('LazyFree')).toHaveTextContent('20 MiB');
    expect(legend('residual')).toHaveAttribute('data-value', String(30 * MIB));
  });

  it('shows the peak of RSS as a peak, and only where RSS is not told', () => {
    const { unmount } = show(panelData([memoryFrameFixture([], {}, { MaxRSS: [1, 2, null, 130] })]));
    expect(screen.queryByTestId('tidemark-memory-legend-MaxRSS')).toBeNull();
    unmount();
    show(panelData([memoryFrameFixture(['RSS', 'residual'], {}, { MaxRSS: [1, 2, null, 130] })]));
    expect(legend('MaxRSS')).toHaveTextContent('Peak RSS');
    expect(screen.getByTestId('tidemark-memory-chip-note')).toHaveTextContent(
      /does not tell more than its peak, 130 MiB/
    );
    expect(screen.queryByTestId('tidemark-memory-legend-RSS')).toBeNull();
  });

  it('works without RSS and says so', () => {
    show(panelData([memoryFrameFixture(['RSS', 'residual'], { source: 'heap?debug=1', rssSource: undefined })]));
    expect(screen.queryByTestId('tidemark-memory-legend-RSS')).toBeNull();
    expect(screen.getByTestId('tidemark-memory-chip-note')).toHaveTextContent(/^RSS not known: heap\?debug=1/);
    expect(legend('goResident')).toHaveAttribute('data-value', String(90 * MIB));
  });

  it('keeps the deciding figures where there is room for one line only', () => {
    show(panelData([memoryFrameFixture()]), { width: 234, height: 72 });
    expect(legend('RSS')).toHaveTextContent('120 MiB');
    expect(legend('residual')).toHaveTextContent('30 MiB');
    expect(screen.queryByRole('list')).toBeNull();
  });

  it('follows unit and decimals of the field config', () => {
    const frame = memoryFrameFixture();
    frame.fields.slice(1).forEach((field) => (field.config = { unit: 'decbytes', decimals: 1 }));
    show(panelData([frame]));
    expect(legend('RSS')).toHaveTextContent('125.8 MB');
  });

  it('shows restarts and annotations as named marks', () => {
    const annotations: DataFrame = {
      length: 1,
      fields: [
        { name: 'time', type: 'time', config: {}, values: [2000] },
        { name: 'text', type: 'string', config: {}, values: ['v1.4.2'] },
      ] as DataFrame['fields'],
    };
    show(panelData([memoryFrameFixture([], { restarts: [4000] })], { annotations: [annotations] }));
    const marks = screen.getAllByTestId('tidemark-mark').map((mark) => mark.textContent);
    expect(marks).toEqual(['v1.4.2', 'restart']);
  });
});

describe('the views', () => {
  const choose = (name: string) => userEvent.click(screen.getByRole('radio', { name }));

  it('begins with the option’s, and follows the switch', async () => {
    show(panelData([memoryFrameFixture()]), { options: { ...MEMORY_DEFAULTS, view: 'share' } });
    // 60 of 120 MiB; the exact figure stays for whoever reads the page.
    expect(legend('live')).toHaveTextContent('50 %');
    expect(legend('live')).toHaveAttribute('data-value', String(60 * MIB));
    await choose('Bytes');
    expect(legend('live')).toHaveTextContent('60 MiB');
  });

  it('shows the steps from HeapAlloc to RSS, with share and change', async () => {
    show(panelData([memoryFrameFixture()]));
    await choose('Waterfall');
    const step = (name: string) => screen.getByTestId(`tidemark-memory-step-${name}`);
    expect(step('live')).toHaveTextContent(/60 MiB\s*50 %\s*\+20 MiB/);
    expect(step('residual')).toHaveTextContent(/30 MiB\s*25 %\s*\+10 MiB/);
    expect(step('RSS')).toHaveAttribute('data-value', String(120 * MIB));
    expect(screen.queryByTestId('tidemark-memory-legend-live')).toBeNull();
  });

  it('has no shares without RSS', () => {
    show(panelData([memoryFrameFixture(['RSS', 'residual'])]), { options: { ...MEMORY_DEFAULTS, view: 'share' } });
    expect(screen.getByRole('radio', { name: 'Share' })).toBeDisabled();
    expect(screen.getByRole('radio', { name: 'Bytes' })).toBeChecked();
    expect(legend('live')).toHaveTextContent('60 MiB');
  });
});

describe('instead of a picture', () => {
  const notice = () => within(screen.getByTestId('tidemark-memory-notice'));

  it('waits for the first scrape of the target by name', () => {
    const frame = memoryFrameFixture();
    frame.fields.forEach((field) => (field.values = []));
    show(panelData([{ ...frame, length: 0 }], { state: LoadingState.Streaming }));
    expect(notice().getByText(/Waiting for the first scrape of http:\/\/shop:6060/)).toBeVisible();
    expect(notice().getByText(/every 15 s/)).toBeVisible();
  });

  it.each([
    ['data of others', [{ length: 0, fields: [] }], /do not come from Tidemark/],
    ['goroutines', [{ length: 0, fields: [], meta: { custom: { kind: 'goroutines' } } }], /counts goroutines/],
    ['findings alone', [findingsFrameFixture([])], /findings without the picture/],
    ['single fields', [memoryFrameFixture([], { view: 'fields' })], /single fields/],
    ['nothing', [], /gave nothing/],
  ])('says which query to choose for %s', (_, series, title) => {
    show(panelData(series));
    expect(notice().getByText(title)).toBeVisible();
    expect(notice().getByText(/query type Memory, view Bands/)).toBeVisible();
  });

  it('passes on what the data source says of a failure', () => {
    show(panelData([], { state: LoadingState.Error, errors: [{ message: '/metrics answered 403.' }] }));
    expect(screen.getByRole('alert')).toHaveTextContent('/metrics answered 403.');
  });
});
