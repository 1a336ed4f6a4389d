import { dateTime, EventBusSrv, type DataFrame, type PanelProps } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { panelData } from '../fixture';
import { GoroutinesPanel } from '../GoroutinesPanel';
import { GOROUTINES_DEFAULTS, type GoroutinesOptions } from '../options';
import { focusPattern } from './filter';
import { byLeakFrame, lookup, minute, NOON, send, suspectsFrame } from './fixture';

// jsdom has no canvas; what is drawn on it is looked at in preview/gallery.
jest.mock('@grafana/ui', () => ({
  ...jest.requireActual('@grafana/ui'),
  UPlotChart: () => null,
  measureText: (text: string) => ({ width: 6 * text.length }),
}));

function show(series: DataFrame[], more: Partial<PanelProps<GoroutinesOptions>> = {}) {
  const timeRange = { from: dateTime(NOON), to: dateTime(minute(120)), raw: { from: 'now-2h', to: 'now' } };
  const props = {
    data: panelData(series),
    timeRange,
    timeZone: 'utc',
    options: GOROUTINES_DEFAULTS,
    width: 1200,
    height: 700,
    // A dashboard with one variable, `stack`, which is empty.
    replaceVariables: (text: string) => text.replace('${stack:raw}', ''),
    onChangeTimeRange: jest.fn(),
    eventBus: new EventBusSrv(),
    ...more,
  };
  return render(<GoroutinesPanel {...(props as unknown as PanelProps<GoroutinesOptions>)} />);
}

const both = [byLeakFrame(), suspectsFrame()];
const rows = () => screen.getAllByTestId('tidemark-suspect');
const verdict = () => screen.getByTestId('tidemark-verdict');
const unfoldButton = (row: number) => within(rows()[row]!).getByRole('button', { name: /^Stacks and evidence of/ });
const inUrl = () => locationService.getSearch().get('var-stack');

beforeEach(() => locationService.push('/'));

describe('the panel with suspects', () => {
  it('gives sentence, picture and table in this order', () => {
    show(both);
    const parts = [verdict(), screen.getByTestId('tidemark-goroutines-plot'), screen.getByTestId('tidemark-suspects')];
    for (const [i, part] of parts.slice(1).entries()) {
      expect(parts[i]!.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    }
    expect(verdict()).toHaveAttribute('data-verdict', 'leaking');
    expect(verdict()).toHaveTextContent(/^Leaking since v1\.4\.2: \+12\.3 .* and 1 more leak\.$/);
    expect(screen.getByRole('img', { name: /Leaking since v1\.4\.2.* As of 14:00:00/ })).toBeInTheDocument();
  });

  it('gives a row for each leak, the fastest first, with all of its figures', () => {
    show(both);
    expect(rows().map(({ dataset }) => [dataset.function, dataset.count, dataset.deploy])).toEqual([
      [lookup.function, '1758', 'v1.4.2'],
      [send.function, '246', undefined],
    ]);
    const text = rows()[0]!.textContent?.replace(/[\u202f\u00a0]/g, ' ');
    for (const part of [
      'catalog.(*Client).Lookup',
      '3 stacks, one leak: Client.Lookup 588, http2Client.reader 585, loopyWriter.run 585',
      'select, I/O wait',
      '1,758',
      '+12.3',
      '11.8 to 12.7',
      'before: 0.0 / min',
      '> 99.9 % sure',
      'low tide 4 to 1755',
    ]) {
      expect(text).toContain(part);
    }
    expect(within(rows()[0]!).getByText('low tide 4 to 1755')).toHaveAttribute('title', lookup.evidence[1]!.text);
    expect(within(rows()[0]!).getByRole('img', { name: 'Low tide from 4 to 1,755' })).toBeInTheDocument();
  });

  it('unfolds to each stack with its frames, and the evidence in whole sentences, by keyboard too', async () => {
    show(both);
    expect(unfoldButton(0)).toHaveAttribute('aria-expanded', 'false');
    act(() => unfoldButton(0).focus());
    await userEvent.keyboard('{Enter}');
    expect(unfoldButton(0)).toHaveAttribute('aria-expanded', 'true');
    const details = screen.getByTestId('tidemark-suspect-details');
    expect(unfoldButton(0)).toHaveAttribute('aria-controls', details.id);
    const members = within(details).getAllByTestId('tidemark-suspect-member');
    expect(members.map(({ dataset }) => dataset.stackKey)).toEqual(lookup.members.map(({ stackKey }) => stackKey));
    expect(members[1]!.textContent?.replace(/\u202f/g, ' ')).toBe(
      'transport.(*http2Client).reader585 now, +4.1 / min, I/O wait'
    );
    for (const { text } of lookup.evidence) {
      expect(within(details).getByText(text)).toBeVisible();
    }
    // 2 frames and 14 above them: the first 11 are shown, and the one that the goroutine began with.
    const frames = () =>
      within(members[0]!.parentElement!)
        .getAllByRole('listitem')
        .map((line) => line.textContent);
    expect(frames()).toHaveLength(12);
    expect(frames().at(-1)).toContain('file13.go:13');
    await userEvent.click(within(details).getByRole('button', { name: '4 more frames' }));
    expect(frames()).toHaveLength(16);
    await userEvent.click(within(details).getByRole('button', { name: 'Fewer frames' }));
    expect(frames()).toHaveLength(12);
    await userEvent.click(unfoldButton(0));
    expect(screen.queryByTestId('tidemark-suspect-details')).toBeNull();
  });

  it('draws deploys as marks, and none twice', () => {
    const annotations = {
      length: 1,
      fields: [
        { name: 'time', type: 'time', config: {}, values: [minute(47) + 400] },
        { name: 'text', type: 'string', config: {}, values: ['v1.4.2'] },
      ] as DataFrame['fields'],
    };
    const deploys = [
      { atMs: minute(10), name: 'v1.4.1', seenBy: 'version' as const },
      { atMs: minute(47), name: 'v1.4.2', seenBy: 'version' as const },
    ];
    const data = panelData([byLeakFrame(), suspectsFrame({ deploys })], { annotations: [annotations] });
    show([], { data });
    expect(screen.getAllByTestId('tidemark-mark').map((mark) => mark.textContent)).toEqual(['v1.4.1', 'v1.4.2']);
  });

  it('keeps three caveats in sight and unfolds the others', async () => {
    const caveats = ['first', 'second', 'third', 'fourth', 'fifth'].map((text) => ({ kind: text, text }));
    show([byLeakFrame(), suspectsFrame({ caveats })]);
    const foot = within(screen.getByTestId('tidemark-caveats'));
    const lines = () => foot.getAllByRole('listitem').map((line) => line.textContent);
    expect(lines()).toEqual(['first', 'second', 'third']);
    await userEvent.click(foot.getByRole('button', { name: '2 more' }));
    expect(lines()).toHaveLength(5);
  });

  it('works without a picture', () => {
    show([suspectsFrame()]);
    expect(rows()).toHaveLength(2);
    expect(screen.queryByTestId('tidemark-goroutines-plot')).toBeNull();
  });

  it('writes names and texts as text', async () => {
    const evil = 'main.<img src=x onerror=alert(1)>';
    const [first] = send.members;
    const frames = first!.frames.map((frame) => ({ ...frame, function: evil }));
    const row = {
      ...send,
      function: evil,
      members: [{ ...first!, frames }],
      deploy: { name: '<b>v1</b>', atMs: minute(3), relation: 'since' as const },
      evidence: [{ kind: 'x', label: '<i>label</i>', text: '<i>text</i>' }],
    };
    const caveats = [{ kind: 'gaps', text: '<u>caveat</u>' }];
    const { container } = show([suspectsFrame({ suspects: [row], caveats })]);
    await userEvent.click(unfoldButton(0));
    expect(container.querySelector('img, i, u')).toBeNull();
    expect(rows()[0]).toHaveTextContent(evil);
    expect(rows()[0]).toHaveTextContent('<i>label</i>');
    expect(screen.getByText('<u>caveat</u>')).toBeVisible();
  });

  it('refuses a frame of a version that it does not know', () => {
    show([suspectsFrame({ version: 2 as 1 })]);
    expect(screen.getByRole('status')).toHaveTextContent('These data do not come from Tidemark');
    expect(screen.queryByTestId('tidemark-verdict')).toBeNull();
  });
});

describe('where nothing leaks', () => {
  const caveats = [
    { kind: 'load not known', text: 'The load is not known.' },
    { kind: 'gaps', text: 'One gap.' },
  ];

  it('says so over a picture all of grey, with what could not be seen below', () => {
    show([byLeakFrame([]), suspectsFrame({ suspects: [], caveats })]);
    expect(verdict()).toHaveAttribute('data-verdict', 'healthy');
    expect(verdict()).toHaveTextContent(/^Nothing leaks: 187 stacks over 2.h, none grows .* The load is not known\.$/);
    expect(screen.queryByRole('table')).toBeNull();
    expect(screen.getByTestId('tidemark-goroutines-plot')).toBeInTheDocument();
    expect(screen.getByTestId('tidemark-caveats')).toHaveTextContent(/^One gap\.$/);
  });

  it('says why it was not judged', () => {
    const tooFew = [{ kind: 'too few scrapes', text: 'Too few scrapes to judge: 7 usable, 20 are needed.' }];
    show([byLeakFrame([]), suspectsFrame({ suspects: [], caveats: tooFew })]);
    expect(verdict()).toHaveAttribute('data-verdict', 'unjudged');
    expect(verdict()).toHaveTextContent('Not judged yet: too few scrapes to judge: 7 usable, 20 are needed.');
    expect(screen.queryByTestId('tidemark-caveats')).toBeNull();
  });
});

describe('in little room', () => {
  const heads = () => screen.getAllByRole('columnheader').map((head) => head.textContent);

  it('keeps leak, now, growth and since; the rest is in the unfolded part', async () => {
    show(both, { width: 560 });
    expect(heads()).toEqual(['Leak, first frame of your code', 'Now', 'Growth / min', 'Since']);
    expect(rows()[0]).not.toHaveTextContent('I/O wait');
    await userEvent.click(unfoldButton(0));
    expect(screen.getByTestId('tidemark-suspect-details')).toHaveTextContent('Blocked on select, I/O wait');
  });

  it('puts now and since beneath the name where it is narrow', () => {
    show(both, { width: 380 });
    expect(heads()).toEqual(['Leak, first frame of your code', 'Growth / min']);
    expect(rows()[0]).toHaveTextContent('1,758 now, since v1.4.2');
  });

  it('keeps the answer in a few words', () => {
    show(both, { width: 234, height: 120 });
    expect(verdict().textContent?.replace(/\u202f/g, ' ')).toBe('Leaking: +12.3 / mincatalog.(*Client).Lookup');
    expect(verdict()).toHaveAttribute(
      'title',
      expect.stringMatching(/three stacks that grow together, and 1 more leak/)
    );
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('leaves the table out where the option says so', () => {
    show(both, { options: { ...GOROUTINES_DEFAULTS, legend: 'hidden' } });
    expect(screen.queryByRole('table')).toBeNull();
    expect(verdict()).toBeVisible();
  });
});

describe('a click on a leak', () => {
  const name = (row: number) =>
    within(rows()[row]!).getByText(row === 0 ? 'catalog.(*Client).Lookup' : 'pulsar.(*producer).send');

  it('sets the dashboard’s variable, and empties it again', async () => {
    show(both);
    expect(name(0)).toHaveAttribute('title', `${lookup.function}\nShow only this leak’s stacks on the dashboard`);
    await userEvent.click(name(0));
    expect(inUrl()).toBe(focusPattern(lookup));
    expect([name(0), name(1)].map((button) => button.getAttribute('aria-pressed'))).toEqual(['true', 'false']);
    await userEvent.click(name(1));
    expect(inUrl()).toBe('^github\\.com/apache/pulsar-client-go/pulsar\\.\\(\\*producer\\)\\.send$');
    await userEvent.click(name(1));
    expect(inUrl()).toBe('');
    expect(name(1)).toHaveAttribute('aria-pressed', 'false');
  });

  it('leaves what else the URL says, and the way back', async () => {
    locationService.push('/d/x?from=now-2h&var-job=api');
    const { length } = locationService.getHistory();
    show(both);
    await userEvent.click(name(0));
    expect(locationService.getSearchObject()).toMatchObject({ from: 'now-2h', 'var-job': 'api' });
    expect(locationService.getHistory().length).toBe(length);
  });

  it('knows a value that the dashboard came with, and one that is set elsewhere', () => {
    show(both, { replaceVariables: (text: string) => text.replace('${stack:raw}', focusPattern(send)) });
    expect(name(1)).toHaveAttribute('aria-pressed', 'true');
    act(() => locationService.partial({ 'var-stack': focusPattern(lookup) }));
    expect(name(0)).toHaveAttribute('aria-pressed', 'true');
    expect(name(1)).toHaveAttribute('aria-pressed', 'false');
  });

  it.each([
    ['the option is empty', { options: { ...GOROUTINES_DEFAULTS, variable: ' ' } }],
    ['the dashboard has no such variable', { replaceVariables: (text: string) => text }],
  ])('does nothing where %s', async (_, more) => {
    show(both, more);
    expect(name(0).tagName).toBe('SPAN');
    await userEvent.click(name(0));
    expect(inUrl()).toBeNull();
  });
});
