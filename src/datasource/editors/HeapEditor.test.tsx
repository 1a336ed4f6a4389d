import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { checkHeap } from '../query/check';
import { DEFAULT_HEAP, type HeapQuery } from '../types';
import { HeapEditor, WHY_A_SAMPLE, WHY_NO_PAST } from './HeapEditor';
import { letMenusOpen } from './testing';

// plugin-ui brings it along for an editor of another kind, and Jest's scaffold does not compile it.
jest.mock('@marcbachmann/cel-js', () => ({}));

/** The editor as the query row has it: what is changed comes back as the query. */
function Editable({ first, onKept }: { first: HeapQuery; onKept: (query: HeapQuery) => void }) {
  const [query, setQuery] = useState(first);
  const keep = (changed: HeapQuery) => {
    setQuery(changed);
    onKept(changed);
  };
  return <HeapEditor query={query} onChange={keep} />;
}

let kept: HeapQuery[];

function show(change: Partial<HeapQuery> = {}): void {
  kept = [];
  render(<Editable first={{ refId: 'A', ...DEFAULT_HEAP, ...change }} onKept={(query) => kept.push(query)} />);
}

const field = (label: string) => screen.getByLabelText(new RegExp(`^${label}`));

/** Typed: jsdom lays no menu out to click in. */
async function choose(label: string, choice: string): Promise<void> {
  await userEvent.type(field(label), choice);
  await userEvent.keyboard('{Enter}');
}

async function write(label: string, text: string): Promise<void> {
  await userEvent.clear(field(label));
  await userEvent.type(field(label), text);
  await userEvent.tab();
}

beforeAll(letMenusOpen);
afterAll(() => jest.restoreAllMocks());

it('shows what a new heap query asks for', () => {
  show();
  expect(field('Sample type')).toHaveValue('inuse_space');
  expect(field('Group by')).toHaveValue('Function');
  expect(field('Order')).toHaveValue('cum');
  expect(field('Values')).toHaveValue('Scaled');
  expect(field('Top')).toHaveValue('10');
  expect(field('Focus')).toHaveValue('');
  expect(field('Ignore')).toHaveValue('');
});

it.each([
  ['Sample type', 'alloc_objects', { sampleType: 'alloc_objects' }],
  ['Group by', 'stack', { groupBy: 'stack' }],
  ['Order', 'flat', { order: 'flat' }],
  ['Values', 'sampled', { values: 'sampled' }],
] as const)('%s: %s is the query’s, and nothing else changes', async (label, option, change) => {
  show();
  await choose(label, option);
  expect(kept).toEqual([{ refId: 'A', ...DEFAULT_HEAP, ...change }]);
});

it('has an order by function only: a stack has one value', async () => {
  show();
  expect(field('Order')).toHaveValue('cum');
  await choose('Group by', 'stack');
  expect(screen.queryByLabelText(/^Order/)).toBeNull();
});

it('runs what is typed when the field is left, not at each key', async () => {
  show();
  await userEvent.type(field('Focus'), 'myapp/');
  expect(kept).toEqual([]);
  await userEvent.tab();
  expect(kept.at(-1)?.focus).toBe('myapp/');
  await userEvent.type(field('Ignore'), '^net/http{Enter}');
  expect(kept.at(-1)).toMatchObject({ focus: 'myapp/', ignore: '^net/http' });
  expect(kept).toHaveLength(2);
});

it('an emptied expression is none, and not one that matches all', async () => {
  show({ focus: 'myapp/', ignore: '^net/http' });
  await write('Focus', ' ');
  await write('Ignore', ' ');
  expect(kept.at(-1)).toMatchObject({ focus: undefined, ignore: undefined });
  expect(checkHeap(kept.at(-1)!)).toMatchObject({ focus: undefined, ignore: undefined });
});

it.each([
  ['a number', '25', 25],
  ['a template variable', '$top', '$top'],
  // Kept as it is: the query then says what is wrong with it.
  ['neither', '2.5', '2.5'],
])('top takes %s', async (_, text, top) => {
  show();
  await write('Top', text);
  expect(kept.at(-1)?.top).toBe(top);
});

it('shows a template variable where one is chosen from', () => {
  show({ sampleType: '$type' as HeapQuery['sampleType'] });
  expect(field('Sample type')).toHaveValue('$type');
});

it('says below the fields why this is a sample', () => {
  show();
  expect(screen.getByText(WHY_A_SAMPLE)).toBeVisible();
});

it.each([
  ['inuse_space', 'scaled', true],
  ['inuse_objects', 'scaled', true],
  ['inuse_space', 'sampled', false],
  ['alloc_space', 'scaled', false],
  ['alloc_objects', 'sampled', false],
] as const)('says of %s, %s, where it has no past', (sampleType, values, hasPast) => {
  show({ sampleType, values });
  expect(screen.queryAllByText(WHY_NO_PAST)).toHaveLength(hasPast ? 0 : 1);
});
