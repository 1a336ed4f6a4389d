import { dateTime, EventBusSrv, type DataFrame, type PanelData, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import type { SuspectRow } from '../../../frames/contract';
import { panelData } from '../fixture';
import { GoroutinesPanel } from '../GoroutinesPanel';
import { GOROUTINES_DEFAULTS, type GoroutinesOptions } from '../options';
import { focusPattern } from './filter';
import { dumpFrame, dumpStack, lookup, member, minute, NOON, suspectsFrame, suspectsMeta } from './fixture';

const SOURCE = { template: 'https://g.example/{file}#L{line}', trim: '/src/', goVersion: 'go1.22.4' };
const probe = { ...suspectsMeta().probe, source: SOURCE };

/** The dashboard's variables, as Grafana would fill them in. */
const variables: Record<string, string> = { stack: '', dump: '', datasource: 'orders-uid' };

function panel(series: DataFrame[], more: Partial<PanelProps<GoroutinesOptions>> = {}, data: Partial<PanelData> = {}) {
  const props = {
    data: panelData(series, data),
    timeRange: { from: dateTime(NOON), to: dateTime(minute(120)), raw: { from: 'now-2h', to: 'now' } },
    timeZone: 'utc',
    options: GOROUTINES_DEFAULTS,
    width: 1200,
    height: 900,
    replaceVariables: (text: string) =>
      text.replace(/\$\{(\w+):raw\}/, (whole, name: string) => variables[name] ?? whole),
    onChangeTimeRange: jest.fn(),
    eventBus: new EventBusSrv(),
    ...more,
  };
  return <GoroutinesPanel {...(props as unknown as PanelProps<GoroutinesOptions>)} />;
}

async function unfold(): Promise<void> {
  await userEvent.click(screen.getAllByRole('button', { name: /^Stacks and evidence of/ })[0]!);
}

const suspects = (row: SuspectRow = lookup) => suspectsFrame({ suspects: [row], probe });
const section = () => within(screen.getByTestId('tidemark-who-waits'));
const inUrl = () => locationService.getSearch().get('var-dump');
const [lead, reader] = lookup.members as [(typeof lookup.members)[0], (typeof lookup.members)[0]];

beforeEach(() => locationService.push('/'));

describe('asking for a dump', () => {
  it('says what it costs, and a click sets the variable to the time', async () => {
    const { rerender } = render(panel([suspects(), dumpFrame()]));
    await unfold();
    expect(section().getByText(/^Reads 1,240 goroutines one by one/)).toBeVisible();
    expect(inUrl()).toBeNull();
    const before = Date.now();
    await userEvent.click(section().getByRole('button', { name: 'Look at its goroutines' }));
    expect(inUrl()).toMatch(/^\d+$/);
    expect(Number(inUrl())).toBeGreaterThanOrEqual(before);
    expect(Number(inUrl())).toBeLessThanOrEqual(Date.now());
    expect(section().getByRole('status')).toHaveTextContent('Reading the goroutines');
    const stack = dumpStack(lead, [1, 0, 0], { minutes: 0, goroutine: 5 });
    rerender(panel([suspects(), dumpFrame({}, [stack])]));
    expect(section().queryByRole('status')).toBeNull();
    expect(section().getByText('dump of 12:03:15')).toBeVisible();
    await userEvent.click(section().getByRole('button', { name: 'Take another' }));
    expect(section().getByRole('status')).toBeVisible();
  });

  it('refuses too many, and the second click confirms', async () => {
    const offer = { goroutines: 24_497, stallMs: 886, needsConfirmation: true };
    render(panel([suspects(), dumpFrame(offer)]));
    await unfold();
    const first = () => section().queryByRole('button', { name: 'Look at its goroutines' });
    await userEvent.click(first()!);
    expect(inUrl()).toBeNull();
    expect(section().getByRole('alert')).toHaveTextContent('Refused, unless you confirm');
    await userEvent.click(section().getByRole('button', { name: 'Leave it' }));
    expect(inUrl()).toBeNull();
    await userEvent.click(first()!);
    await userEvent.click(
      section().getByRole('button', { name: /^Stop the program for about 0\.9.s and read all 24,497/ })
    );
    expect(inUrl()).toMatch(/^\d+!$/);
    expect(section().getByRole('status')).toBeVisible();
  });

  it('asks for confirmation where only the data source knew that there are too many, and ends where it failed', async () => {
    const { rerender } = render(panel([suspects(), dumpFrame({ goroutines: null })]));
    await unfold();
    await userEvent.click(section().getByRole('button', { name: 'Look at its goroutines' }));
    rerender(panel([suspects(), dumpFrame({ needsConfirmation: true })]));
    expect(section().queryByRole('status')).toBeNull();
    rerender(panel([suspects(), dumpFrame()]));
    expect(section().getByRole('status')).toBeVisible();
    rerender(panel([suspects(), dumpFrame()], {}, { errors: [{ message: 'timeout' }] }));
    expect(section().queryByRole('status')).toBeNull();
  });

  it('says what is missing where a click can set nothing', async () => {
    const { rerender } = render(panel([suspects(), dumpFrame({ variable: '' })]));
    await unfold();
    expect(section().queryByRole('button')).toBeNull();
    expect(section().getByText(/the dump query needs the name of a variable/)).toBeVisible();
    rerender(panel([suspects(), dumpFrame({ variable: 'nowhere' })]));
    expect(section().getByText(/needs a text box variable named nowhere/)).toBeVisible();
  });

  it('is not there without a dump query, nor for one of another program', async () => {
    const { rerender } = render(panel([suspects()]));
    await unfold();
    expect(screen.queryByTestId('tidemark-who-waits')).toBeNull();
    rerender(panel([suspects(), dumpFrame({}, undefined, { probe: { ...probe, target: 'http://other' } })]));
    expect(screen.queryByTestId('tidemark-who-waits')).toBeNull();
  });
});

describe('a dump', () => {
  const price = { function: 'example.com/shop/main.fetchPrice', file: '/src/price.go', line: 88 };
  const started = { function: 'net/http.(*Server).Serve', file: 'net/http/server.go', line: 3086 };
  const found = [
    dumpStack(lead, [2, 0, 3], { minutes: 1032, goroutine: 4711 }, [
      { creator: price, count: 4 },
      { creator: started, count: 1 },
    ]),
    dumpStack(reader, [1, 0, 0], { minutes: 0, goroutine: 9 }),
  ];

  it('shows wait ages with the oldest first, whose it is, and who created them', async () => {
    render(panel([suspects(), dumpFrame({}, found, { answer: answerOf(['The text was cut.']) })]));
    await unfold();
    expect(screen.getByTestId('tidemark-who-waits').textContent?.replace(/\u202f/g, ' ')).toContain(
      'The oldest has waited 17 h 12 min, goroutine 4711.'
    );
    const bars = section().getByRole('list', { name: /by how long they have waited, the oldest first$/ });
    expect(
      within(bars)
        .getAllByRole('listitem')
        .map((bar) => [bar.dataset.from, bar.dataset.count])
    ).toEqual([
      ['60', '3'],
      ['1', '0'],
      ['0', '3'],
    ]);
    const lengths = [...bars.querySelectorAll<HTMLElement>('[style]')].map(({ style }) => style.width);
    expect(lengths).toEqual(['100%', '100%']);
    const creators = within(section().getByRole('list', { name: 'Created by' })).getAllByRole('listitem');
    expect(creators.map(({ textContent }) => textContent)).toEqual([
      '4main.fetchPrice price.go:88',
      '1http.(*Server).Serve server.go:3086',
    ]);
    expect(within(creators[0]!).getByRole('link')).toHaveAttribute('href', 'https://g.example/price.go#L88');
    expect(section().getByText('The text was cut.')).toBeVisible();
  });

  it('says from when on the runtime counts minutes', async () => {
    render(panel([suspects(), dumpFrame({}, found)]));
    await unfold();
    expect(section().getByText(/counts minutes from the first garbage collection/)).toBeVisible();
  });

  it('says what the creator does now, with a link; or that it is gone', async () => {
    const now = { function: 'example.com/shop/main.(*poller).loop', file: '/src/poller.go', line: 31 };
    const stacks = [
      dumpStack(lead, [0, 5, 0], { minutes: 9, goroutine: 4711 }, [
        { creator: { ...price, goroutine: 12, now }, count: 4 },
        { creator: { ...started, goroutine: 99 }, count: 1 },
      ]),
    ];
    render(panel([suspects(), dumpFrame({}, stacks)]));
    await unfold();
    const creators = within(section().getByRole('list', { name: 'Created by' })).getAllByRole('listitem');
    expect(creators.map(({ textContent }) => textContent)).toEqual([
      '4main.fetchPrice price.go:88mostly by goroutine 12, now in main.(*poller).loop poller.go:31',
      '1http.(*Server).Serve server.go:3086by goroutine 99, which the dump does not have any more',
    ]);
    expect(
      within(creators[0]!)
        .getAllByRole('link')
        .map((link) => link.getAttribute('href'))
    ).toEqual(['https://g.example/price.go#L88', 'https://g.example/poller.go#L31']);
  });

  it('shows labels where the goroutines have some', async () => {
    const labels = Array.from({ length: 7 }, (_, i) => ({ key: 'topic', value: `<b>${i}</b>`, count: 7 - i }));
    const stack = dumpStack(lead, [0, 28, 0], { minutes: 9, goroutine: 4711 }, [], labels);
    const { rerender } = render(panel([suspects(), dumpFrame({}, [stack])]));
    await unfold();
    const shown = within(section().getByRole('list', { name: 'Labels' })).getAllByRole('listitem');
    expect(shown.map(({ textContent }) => textContent)).toEqual([
      '7topic=<b>0</b>',
      '6topic=<b>1</b>',
      '5topic=<b>2</b>',
      '4topic=<b>3</b>',
      '3topic=<b>4</b>',
      'and 2 more',
    ]);
    rerender(panel([suspects(), dumpFrame({}, found)]));
    expect(section().queryByRole('list', { name: 'Labels' })).toBeNull();
  });

  it('says so where nobody stood there, where the stack is beyond those shown, and where none waited long', async () => {
    const { rerender } = render(panel([suspects(), dumpFrame({}, [])]));
    await unfold();
    expect(section().getByText(/^None of the dump’s goroutines/)).toBeVisible();
    rerender(panel([suspects(), dumpFrame({}, [], { answer: { ...answerOf([]), stacks: [], matched: 6 } })]));
    expect(section().getByText(/^The dump query shows 0 stacks/)).toBeVisible();
    rerender(panel([suspects(), dumpFrame({}, found.slice(1))]));
    expect(section().getByText('It has waited under a minute.')).toBeVisible();
  });

  it('names the creator of a leak that never reaches own code, with a link', () => {
    const members = lookup.members.map((member) => ({ ...member, userFrame: -1 }));
    const { rerender } = render(panel([suspects({ ...lookup, members }), dumpFrame({}, found)]));
    expect(screen.getByTestId('tidemark-suspect')).toHaveTextContent(
      'created by main.fetchPrice and 1 other · 3 stacks'
    );
    expect(screen.getByRole('link', { name: 'main.fetchPrice' })).toHaveAttribute(
      'href',
      'https://g.example/price.go#L88'
    );
    const now = { function: 'example.com/shop/main.(*poller).loop', file: '/src/poller.go', line: 31 };
    const polled = dumpStack(lead, [0, 1, 0], { minutes: 9, goroutine: 4711 }, [
      { creator: { ...started, goroutine: 3, now }, count: 1 },
    ]);
    rerender(panel([suspects({ ...lookup, members }), dumpFrame({}, [polled])]));
    expect(screen.getByTestId('tidemark-suspect')).toHaveTextContent(
      'created by http.(*Server).Serve, now in main.(*poller).loop · 3 stacks'
    );
    rerender(panel([suspects(), dumpFrame({}, found)]));
    expect(screen.getByTestId('tidemark-suspect')).not.toHaveTextContent('created by');
  });

  function answerOf(caveats: string[]) {
    return { total: 6, matched: 6, stacks: found, waits: [], caveats };
  }
});

describe('links', () => {
  it('lead from frames to their lines, in a tab of their own', async () => {
    const frames = [
      { function: 'runtime.gopark', file: '/usr/local/go/src/runtime/proc.go', line: 424 },
      { function: 'example.com/shop.f', file: '/src/shop/f.go', line: 12 },
      { function: 'example.com/shop.g', file: '/elsewhere/g.go', line: 3 },
    ];
    render(panel([suspects({ ...lookup, members: [{ ...lead, frames }] })]));
    await unfold();
    const stack = screen.getByRole('list', { name: 'Stack, leaf first' });
    const links = within(stack).getAllByRole('link');
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['runtime.goparkproc.go:424', 'https://github.com/golang/go/blob/go1.22.4/src/runtime/proc.go#L424'],
      ['example.com/shop.ff.go:12', 'https://g.example/shop/f.go#L12'],
    ]);
    for (const link of links) {
      expect([link.getAttribute('target'), link.getAttribute('rel')]).toEqual(['_blank', 'noopener noreferrer']);
      link.focus();
      expect(link).toHaveFocus();
    }
    expect(within(stack).getAllByRole('listitem')[2]).toHaveTextContent('example.com/shop.gg.go:3');
  });

  it('lead inside, with time range, data source and the leak’s functions', async () => {
    render(panel([suspects()]));
    await unfold();
    const link = screen.getByRole('link', { name: 'Look inside' });
    const { pathname, searchParams } = new URL(link.getAttribute('href')!, 'http://grafana');
    expect(pathname).toBe('/d/tidemark-inside');
    const told = { from: 'now-2h', to: 'now', 'var-datasource': 'orders-uid', 'var-focus': focusPattern(lookup) };
    expect(Object.fromEntries(searchParams)).toEqual(told);
    await userEvent.click(link);
    expect(locationService.getLocation().pathname).toBe('/d/tidemark-inside');
    expect(Object.fromEntries(locationService.getSearch())).toEqual(told);
  });

  it('lead to the heap of the packages in which they wait', async () => {
    // The demo's grpc case: where its goroutines wait, and by its own books what allocates what they hold.
    const transport = 'google.golang.org/grpc/internal/transport';
    const named = (name: string) => member(name, 'select', { count: 1, perMinute: 1 });
    const members = [
      named(`${transport}.(*http2Client).reader`),
      named(`${transport}.(*loopyWriter).run`),
      named('gopkg.in/yaml%2ev3.read[go.shape.struct { example.com/a.B }]'),
    ];
    render(panel([suspects({ ...lookup, members })]));
    await unfold();
    const link = screen.getByRole('link', { name: 'Look inside the heap' });
    expect(link).toHaveAttribute('title', expect.stringContaining(`${transport} and gopkg.in/yaml%2ev3`));
    const { pathname, searchParams } = new URL(link.getAttribute('href')!, 'http://grafana');
    const { 'var-focus': focus = '', ...told } = Object.fromEntries(searchParams);
    expect(pathname).toBe('/d/tidemark-inside');
    expect(told).toEqual({ from: 'now-2h', to: 'now', 'var-datasource': 'orders-uid', 'var-profile': 'heap' });
    const functions = [
      `${transport}.NewHTTP2Client`,
      `${transport}.newBufWriter`,
      'gopkg.in/yaml%2ev3.(*parser).parse',
      `${transport}/sub.New`,
      `example.com/${transport}.New`,
      'google.golang.org/grpc.NewClient',
      'example.com/a.New',
    ];
    expect(functions.map((name) => new RegExp(focus).test(name))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    await userEvent.click(link);
    expect(locationService.getSearch().get('var-profile')).toBe('heap');
  });

  it('lead inside with fixed times, and with the panel’s own data source', async () => {
    const timeRange = {
      from: dateTime(NOON),
      to: dateTime(minute(120)),
      raw: { from: dateTime(NOON), to: dateTime(minute(120)) },
    };
    const request = { targets: [{ refId: 'A', datasource: { uid: 'own-uid' } }] } as unknown as PanelData['request'];
    render(panel([suspects()], { timeRange, replaceVariables: (text: string) => text }, { request }));
    await unfold();
    const href = screen.getByRole('link', { name: 'Look inside' }).getAttribute('href')!;
    const { searchParams } = new URL(href, 'http://grafana');
    expect(searchParams.get('from')).toBe(String(NOON));
    expect(searchParams.get('to')).toBe(String(minute(120)));
    expect(searchParams.get('var-datasource')).toBe('own-uid');
  });
});

describe('proof by the collector', () => {
  const text = 'the garbage collector proved that 24 of its goroutines wait for what nothing can reach any more';
  const proof = { kind: 'proved', label: '24 proved to leak', text };
  const row = { ...lookup, evidence: [...lookup.evidence, proof] };

  it('stands before how sure the figures are, and before all other evidence', () => {
    render(panel([suspects(row)]));
    const chip = screen.getByText('24 proved to leak');
    expect([...chip.parentElement!.children].map((each) => each.textContent)).toEqual([
      '24 proved to leak',
      expect.stringMatching(/sure$/),
      'low tide 4 to 1755',
    ]);
    expect(chip).toHaveAttribute('title', text);
  });

  it('is told apart by more than its place, and by weight as well as by colour', () => {
    render(panel([suspects(row)]));
    const weightOf = (label: string) => Number(getComputedStyle(screen.getByText(label)).fontWeight || 400);
    expect(weightOf('24 proved to leak')).toBeGreaterThan(weightOf('low tide 4 to 1755'));
  });

  it('is not there where nothing was proved', () => {
    render(panel([suspects()]));
    expect(screen.queryByText(/proved/)).toBeNull();
    expect(screen.getByText('low tide 4 to 1755')).toBeVisible();
  });
});
