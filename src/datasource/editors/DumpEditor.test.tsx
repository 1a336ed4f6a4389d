import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { parseToken } from '../taken/token';
import type { DumpQuery } from '../types';
import { DumpEditor } from './DumpEditor';
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

const ASKED: DumpQuery = { refId: 'A', queryType: 'dump' };

let kept: DumpQuery[];

/** The editor as the query row has it: what is changed comes back as the query. */
function Editable({ first }: { first: DumpQuery }) {
  const [query, setQuery] = useState(first);
  const keep = (changed: DumpQuery) => {
    kept.push(changed);
    setQuery(changed);
  };
  return <DumpEditor query={query} onChange={keep} />;
}

function show(change: Partial<DumpQuery> = {}): void {
  kept = [];
  render(<Editable first={{ ...ASKED, ...change }} />);
}

const field = (name: string) => document.getElementById(`A-${name}`)!;
const take = () => screen.getByRole('button', { name: 'Take one now' });

beforeAll(letMenusOpen);
beforeEach(() => {
  toVariable.mockReset();
  mockTaken = '';
});
afterAll(() => jest.restoreAllMocks());

it('shows what a query that says nothing asks for', () => {
  show();
  expect(field('view')).toHaveValue('stacks');
  expect(field('top')).toHaveValue('100');
  for (const name of ['state', 'focus', 'creator', 'minMinutes']) {
    expect(field(name)).toHaveValue('');
  }
});

it.each([
  ['view', 'waits'],
  ['view', 'goroutines'],
  ['state', 'chan receive|select'],
  ['focus', 'grpc'],
  ['creator', 'main\\.serve'],
  ['minMinutes', '5'],
])('%s: %s is the query’s, and nothing else changes', async (name, value) => {
  show();
  await userEvent.type(field(name), value);
  expect(kept).toEqual([]);
  await userEvent.keyboard('{Enter}');
  expect(kept).toEqual([{ ...ASKED, [name]: value }]);
});

it('an emptied field is none', async () => {
  show({ state: 'select', top: 20 });
  await userEvent.clear(field('state'));
  await userEvent.tab();
  expect(kept).toEqual([{ ...ASKED, top: 20, state: undefined }]);
});

it('takes a dump on a click, unconfirmed; with Shift it is confirmed', async () => {
  show();
  const before = Date.now();
  await userEvent.click(take());
  fireEvent.click(take(), { shiftKey: true });
  const [plain, confirmed] = kept.map(({ taken }) => parseToken(taken)!);
  expect([plain!.isConfirmed, confirmed!.isConfirmed]).toEqual([false, true]);
  expect(plain!.askedMs).toBeGreaterThanOrEqual(before);
  await userEvent.click(screen.getByRole('button', { name: 'Dump: let go of what was taken' }));
  expect(kept.at(-1)).toEqual(ASKED);
});

it('takes it by the query’s variable, where there is one', () => {
  show({ taken: '${dump:raw}', takenVariable: 'dump' });
  fireEvent.click(take(), { shiftKey: true });
  expect(kept).toEqual([]);
  expect(toVariable.mock.calls).toEqual([[{ 'var-dump': expect.stringMatching(/^\d{13}!$/) }, true]]);
});

it('lets go of what was taken by the variable', () => {
  mockTaken = '1795262400000!';
  show({ taken: '${dump:raw}', takenVariable: 'dump' });
  fireEvent.click(screen.getByRole('button', { name: 'Dump: let go of what was taken' }));
  expect(kept).toEqual([]);
  expect(toVariable.mock.calls).toEqual([[{ 'var-dump': '' }, true]]);
});

it.each(['dump', '$dump', '${dump}', '${dump:raw}'])('is asked for by the variable %s', async (name) => {
  show({ taken: '1795262400000' });
  await userEvent.click(field('takenVariable'));
  await userEvent.paste(`${name}`);
  await userEvent.keyboard('{Enter}');
  expect(kept).toEqual([{ ...ASKED, taken: '${dump:raw}', takenVariable: 'dump' }]);
  await userEvent.clear(field('takenVariable'));
  await userEvent.tab();
  expect(kept.at(-1)).toEqual(ASKED);
});
