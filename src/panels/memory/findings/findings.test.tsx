import { dateTime, EventBusSrv, type PanelData, type PanelProps } from '@grafana/data';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { Finding, MemoryMeta } from '../../../frames/contract';
import { findingsFrameFixture, memoryFrameFixture, panelData } from '../fixture';
import { MemoryPanel } from '../MemoryPanel';
import { MEMORY_DEFAULTS, type MemoryOptions } from '../options';
import { evidenceFigure } from './words';

// jsdom has no canvas; what is drawn on it is looked at in preview/gallery.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  UPlotChart: () => null,
  measureText: (text: string) => ({ width: 6 * text.length }),
}));

const MIB = 1024 * 1024;

const madvFree: Finding = {
  id: 'madv-free',
  severity: 'ok',
  title: 'Not a leak',
  text: '390 MiB were freed with MADV_FREE.',
  advice: 'Set GODEBUG=madvdontneed=1 to see RSS fall.',
  cannotSee: 'When the kernel takes them.',
  evidence: [{ metric: 'HeapReleased', value: 403 * MIB, unit: 'bytes', at: 3000 }],
};
const stacks: Finding = {
  id: 'stacks-with-goroutines',
  severity: 'warning',
  title: 'Stacks grow with goroutines',
  text: 'StackSys rose by 10 MiB.',
  advice: 'See the goroutines panel.',
  cannotSee: 'Heap that goroutines hold.',
  evidence: [{ metric: 'StackSys', value: 2 * MIB, unit: 'bytes/min', at: 4000 }],
};

function show(data: PanelData, more: Partial<PanelProps<MemoryOptions>> = {}) {
  const timeRange = { from: dateTime(0), to: dateTime(10_000), raw: { from: 'now-10s', to: 'now' } };
  const props = {
    data,
    timeRange,
    timeZone: 'utc',
    options: MEMORY_DEFAULTS,
    width: 1200,
    height: 500,
    replaceVariables: (text: string) => text,
    onChangeTimeRange: jest.fn(),
    eventBus: new EventBusSrv(),
    ...more,
  };
  return render(<MemoryPanel {...(props as unknown as PanelProps<MemoryOptions>)} />);
}

const verdict = () => screen.getByTestId('tidemark-verdict');
const both = (...findings: Finding[]) => panelData([memoryFrameFixture(), findingsFrameFixture(findings)]);

describe('the verdict', () => {
  it('is the first finding, told by colour, sign and word', () => {
    show(both(madvFree, stacks));
    expect(verdict()).toHaveTextContent('Not a leak. 390 MiB were freed with MADV_FREE. Set GODEBUG=madvdontneed=1');
    expect(verdict()).toHaveAttribute('data-verdict', 'ok');
    expect(within(verdict()).getByRole('img', { name: 'All right' })).toBeVisible();
    expect(within(verdict()).getByText('GODEBUG=madvdontneed=1').tagName).toBe('CODE');
  });

  it('is said to those who do not see the picture, too', () => {
    show(both(madvFree));
    expect(screen.getByRole('img', { name: /^Not a leak\..* RSS 120 MiB/ })).toBeInTheDocument();
  });

  it('unfolds to all findings with their evidence, and folds again', async () => {
    show(both(madvFree, stacks));
    await userEvent.click(screen.getByRole('button', { name: 'and 1 more' }));
    const [first, second] = screen.getAllByTestId('tidemark-finding').map((found) => found.textContent);
    expect(first).toMatch(/Not a leak.*When the kernel takes them\.HeapReleased403\u202fMiB00:00:03$/);
    expect(second).toMatch(/StackSys rose by 10 MiB\.See the goroutines panel\.What this cannot see: Heap/);
    expect(second).toMatch(/StackSys\+2\u202fMiB\u202f\/\u202fmin/);
    await userEvent.click(screen.getByRole('button', { name: 'Show less' }));
    expect(screen.queryByTestId('tidemark-finding')).toBeNull();
  });

  it('leads to the heap profile where it is about live heap, and only there', () => {
    const rises: Finding = { ...stacks, id: 'live-heap-rises', title: 'Live heap grows' };
    const link = () => screen.queryByRole('link', { name: 'Look inside the heap' });
    const variables = (text: string) => text.replace('${datasource:raw}', 'orders-uid');
    const { unmount } = show(both(rises, madvFree), { replaceVariables: variables });
    const { pathname, searchParams } = new URL(link()!.getAttribute('href')!, 'http://grafana');
    expect(pathname).toBe('/d/tidemark-inside');
    expect(Object.fromEntries(searchParams)).toEqual({
      from: 'now-10s',
      to: 'now',
      'var-datasource': 'orders-uid',
      'var-profile': 'heap',
    });
    unmount();
    const again = show(both(rises), { height: 280 });
    expect(link()).toBeVisible();
    again.unmount();
    show(both(madvFree, rises));
    expect(link()).toBeNull();
  });

  it('is one line in a small panel', () => {
    show(both(madvFree), { width: 234, height: 72 });
    expect(verdict()).toHaveTextContent(/^Not a leak\. 390 MiB/);
    expect(verdict()).toHaveAttribute('title', expect.stringContaining('GODEBUG'));
    expect(screen.queryByRole('button', { name: 'Evidence' })).toBeNull();
  });

  it('waits where nothing can be said yet', () => {
    show(both());
    expect(verdict()).toHaveAttribute('data-verdict', 'quiet');
    expect(verdict()).toHaveTextContent('Not judged yet.');
    expect(within(verdict()).queryByRole('button')).toBeNull();
  });

  it('is grey, and says so, where it is too early to say', () => {
    show(both({ ...madvFree, id: 'undecided', severity: 'quiet', title: 'Too early to say' }));
    expect(verdict()).toHaveAttribute('data-verdict', 'quiet');
    expect(within(verdict()).getByRole('img', { name: 'Not known yet' })).toBeVisible();
    expect(within(verdict()).queryByRole('img', { name: 'All right' })).toBeNull();
  });

  it('is of this target only', () => {
    const { probe } = memoryFrameFixture().meta!.custom as MemoryMeta;
    const other = findingsFrameFixture([madvFree], { probe: { ...probe, target: 'http://another:6060' } });
    show(panelData([memoryFrameFixture(), other]));
    expect(screen.queryByTestId('tidemark-verdict')).toBeNull();
  });

  it('brings the ceiling along', () => {
    const told = findingsFrameFixture([madvFree], { limit: { bytes: 512 * MIB, from: 'GOMEMLIMIT' } });
    show(panelData([memoryFrameFixture(), told]));
    expect(screen.getByTestId('tidemark-memory-chip-rss')).toHaveTextContent('RSS 120 MiB of 512 MiB');
  });
});

describe('evidence', () => {
  const bytes = (value: number) => `${value} B`;

  it.each([
    [{ value: 7, unit: 'bytes' }, '7 B'],
    [{ value: -7, unit: 'bytes' }, '−7 B'],
    [{ value: -7, unit: 'bytes/min' }, '−7 B / min'],
    [{ value: 1234, unit: 'count' }, '1,234'],
    [{ value: 2_500_000, unit: 'ns' }, '3 ms'],
    [{ value: 0.17, unit: 'ratio' }, '17 %'],
    [{ value: 15.2, unit: 'minutes' }, '15 min'],
    [{ value: 1.33, unit: 'minutes' }, '80 s'],
    [{ value: 1, unit: 'text' }, ''],
  ] as const)('writes %j with its unit', (one, text) => {
    const written = evidenceFigure({ metric: 'x', at: 0, ...one }, bytes);
    expect(written.replaceAll('\u202f', ' ')).toBe(text);
  });
});
