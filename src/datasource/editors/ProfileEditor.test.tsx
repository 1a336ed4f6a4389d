import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { TidemarkDataSource } from '../datasource';
import { listFiles } from '../files/files';
import { fileOf } from '../files/testing';
import { checkProfile } from '../query/checkInside';
import { DEFAULT_PROFILE, type ProfileQuery, type TidemarkQuery } from '../types';
import { QueryEditor } from './QueryEditor';
import { letMenusOpen } from './testing';

// plugin-ui brings it along for an editor of another kind, and Jest's scaffold does not compile it.
jest.mock('@marcbachmann/cel-js', () => ({}));
const toVariable = jest.fn();
/** What the dashboard's variable holds. */
let mockTaken = '';
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  locationService: { partial: (...change: unknown[]) => toVariable(...change) },
  getTemplateSrv: () => ({ replace: (text: string) => text.replace(/\$\{\w+:raw\}/, mockTaken) }),
}));

let kept: TidemarkQuery[];
let runs: number;

/** The editor as the query row has it: what is changed comes back as the query. */
function Editable({ first }: { first: ProfileQuery }) {
  const [query, setQuery] = useState<TidemarkQuery>(first);
  const keep = (changed: TidemarkQuery) => {
    kept.push(changed);
    setQuery(changed);
  };
  return <QueryEditor datasource={{} as TidemarkDataSource} query={query} onChange={keep} onRunQuery={() => runs++} />;
}

async function show(change: Partial<ProfileQuery> = {}): Promise<void> {
  kept = [];
  runs = 0;
  render(<Editable first={{ refId: 'A', queryType: 'profile', ...change }} />);
  // The fields' own reading of the list comes before this one.
  await act(async () => void (await listFiles()));
}

/** A field by the query's name for it. */
const field = (name: string) => document.getElementById(`A-${name}`)!;

/** Pasted: with that many fields each key takes its time in jsdom. */
async function enter(name: string, text: string): Promise<void> {
  await userEvent.click(field(name));
  await userEvent.paste(text);
  await userEvent.keyboard('{Enter}');
}

/** What one change made of the query, which is then asked once. */
function changed(): object {
  expect(kept).toHaveLength(1);
  expect(runs).toBe(1);
  return kept[0]!;
}

const ASKED = { refId: 'A', ...DEFAULT_PROFILE };

jest.setTimeout(20_000);
beforeAll(letMenusOpen);
beforeEach(() => {
  toVariable.mockReset();
  mockTaken = '';
});
afterAll(() => jest.restoreAllMocks());

it('shows what a query that says nothing asks for', async () => {
  await show();
  const shown = { profile: 'goroutine', view: 'top', order: 'flat', granularity: 'functions', top: '50' };
  for (const [name, value] of Object.entries({ ...shown, moment: 'end of the range', base: 'nothing', focus: '' })) {
    expect(field(name)).toHaveValue(value);
  }
  expect(field('peek')).toBeNull();
  expect(field('values')).toBeNull();
});

it.each([
  ['profile', 'heap'],
  ['view', 'flamegraph'],
  ['order', 'cum'],
  ['granularity', 'lines'],
  ['profile', '$profile'],
  ['sampleType', 'alloc_space'],
  ['moment', 'start'],
  ['base', 'v1.4.2'],
])('%s: %s is the query’s, nothing else changes, and it is asked once', async (name, value) => {
  await show();
  await enter(name, value);
  expect(changed()).toEqual({ ...ASKED, [name]: value });
});

it('each filter is the query’s own, when its field is left', async () => {
  await show();
  const filters = {
    focus: 'grpc',
    ignore: '^runtime',
    hideFrames: 'vendor/',
    showFrames: 'main',
    showFrom: 'Serve',
    tagFocus: 'bytes=16kb:',
    tagIgnore: 'idle',
  };
  for (const [name, value] of Object.entries(filters)) {
    fireEvent.change(field(name), { target: { value } });
  }
  expect(kept).toEqual([]);
  Object.keys(filters).forEach((name) => fireEvent.blur(field(name)));
  expect(kept.at(-1)).toEqual({ ...ASKED, ...filters });
  expect(runs).toBe(7);
});

it.each([
  ['25', 25],
  ['$top', '$top'],
])('top takes %s', async (text, top) => {
  await show();
  await userEvent.clear(field('top'));
  await enter('top', text);
  expect(changed()).toEqual({ ...ASKED, top });
});

it('asks which functions for peek alone', async () => {
  await show();
  await enter('view', 'peek');
  await enter('peek', 'NewClient');
  expect(checkProfile(kept.at(-1) as ProfileQuery).view).toMatchObject({ view: 'peek', peek: /NewClient/ });
  await enter('view', 'top');
  expect(field('peek')).toBeNull();
});

it.each(['heap', 'allocs'] as const)('has a choice of values for %s', async (profile) => {
  await show({ profile });
  await enter('values', 'Sampled');
  expect(changed()).toEqual({ ...ASKED, profile, values: 'sampled' });
});

it('an emptied field is none', async () => {
  await show({ focus: 'main', sampleType: 'inuse_space', base: 'start' });
  await userEvent.clear(field('focus'));
  await userEvent.tab();
  expect(changed()).toEqual({ ...ASKED, sampleType: 'inuse_space', base: 'start', focus: undefined });
  await userEvent.clear(field('sampleType'));
  await enter('base', 'nothing');
  expect(kept.at(-1)).toEqual(ASKED);
});

it('compares two files that are chosen', async () => {
  await show();
  await userEvent.upload(screen.getByTestId('A-moment-file'), fileOf('captures/caddy.heap.d0'));
  await waitFor(() => expect(field('moment')).toHaveValue('caddy.heap.d0'));
  await userEvent.upload(screen.getByTestId('A-base-file'), fileOf('captures/node.heap.d0'));
  await waitFor(() => expect(field('base')).toHaveValue('node.heap.d0'));
  expect(runs).toBe(2);
  const { base, moment } = checkProfile(kept.at(-1) as ProfileQuery);
  expect([moment, base]).toEqual([{ file: expect.stringMatching(/^\d+$/) }, { file: expect.stringMatching(/^\d+$/) }]);
  expect(moment).not.toEqual(base);
});

it('a file that is no profile leaves the query as it was, and asks nothing', async () => {
  await show({ base: 'start' });
  await userEvent.upload(screen.getByTestId('A-base-file'), fileOf('captures/caddy.goroutine.d2'));
  expect(await screen.findByRole('alert')).toHaveTextContent(/^caddy.goroutine.d2 is no saved profile/);
  expect([kept, runs]).toEqual([[], 0]);
  expect(field('base')).toHaveValue('start of the range');
});

it('has one taken now, and lets go of it', async () => {
  await show();
  expect(screen.queryByRole('button', { name: /let go/ })).toBeNull();
  const before = Date.now();
  await userEvent.click(screen.getByRole('button', { name: 'Take one now' }));
  const { taken, ...rest } = changed() as ProfileQuery;
  expect(rest).toEqual(ASKED);
  expect(taken).toMatch(/^\d+$/);
  expect(Number(taken)).toBeGreaterThanOrEqual(before);
  expect(Number(taken)).toBeLessThanOrEqual(Date.now());
  await userEvent.click(screen.getByRole('button', { name: 'Taken: let go of what was taken' }));
  expect(kept.at(-1)).toEqual(ASKED);
});

it('has one taken by the query’s variable, and leaves the query that is saved as it is', async () => {
  await show({ taken: '${taken:raw}', takenVariable: 'taken' });
  await userEvent.click(screen.getByRole('button', { name: 'Take one now' }));
  expect(kept).toEqual([]);
  expect(toVariable.mock.calls).toEqual([[{ 'var-taken': expect.stringMatching(/^\d{13}$/) }, true]]);
});

it('is one row with a button where a variable is named, and not without', async () => {
  await show();
  expect(field('retake')).toBeNull();
  await enter('takenVariable', 'taken');
  const byVariable = { ...ASKED, taken: '${taken:raw}', takenVariable: 'taken' };
  expect(changed()).toEqual(byVariable);
  await userEvent.click(field('retake'));
  expect(kept.at(-1)).toEqual({ ...byVariable, retake: true });
  await userEvent.click(field('retake'));
  expect(kept.at(-1)).toEqual(byVariable);

  await userEvent.click(field('retake'));
  await userEvent.clear(field('takenVariable'));
  await userEvent.tab();
  expect(kept.at(-1)).toEqual(ASKED);
});

it('another kind of query keeps nothing of this one', async () => {
  await show({ base: 'start', focus: 'main', hide: true });
  await enter('type', 'Process');
  expect(changed()).toEqual({ refId: 'A', hide: true, queryType: 'process' });
});
