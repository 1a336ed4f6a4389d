import { act, createEvent, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { listFiles } from '../files/files';
import { fileOf } from '../files/testing';
import { MomentField } from './MomentField';
import { letMenusOpen } from './testing';

// plugin-ui brings it along for an editor of another kind, and Jest's scaffold does not compile it.
jest.mock('@marcbachmann/cel-js', () => ({}));

const MOMENTS = [
  { value: '', label: 'end of the range' },
  { value: 'start', label: 'start of the range' },
];

let chosen: string[];

/** Two fields, as an editor has them. */
function Moments({ first }: { first: string }) {
  const [values, setValues] = useState({ Now: first, Then: '' });
  const field = (label: 'Now' | 'Then') => (
    <MomentField
      id={label}
      label={label}
      tooltip=""
      moments={MOMENTS}
      value={values[label]}
      onChange={(value) => {
        chosen.push(`${label} ${value}`);
        setValues({ ...values, [label]: value });
      }}
    />
  );
  return (
    <>
      {field('Now')}
      {field('Then')}
    </>
  );
}

async function show(first = ''): Promise<void> {
  chosen = [];
  render(<Moments first={first} />);
  // The fields' own reading of the list comes before this one.
  await act(async () => void (await listFiles()));
}

const field = (label: string) => screen.getByRole('combobox', { name: label });
const upload = (label: string, file: File) => userEvent.upload(screen.getByTestId(`${label}-file`), file);

async function enter(label: string, text: string): Promise<void> {
  await userEvent.type(field(label), text);
  await userEvent.keyboard('{Enter}');
}

function drop(label: string, files: File[]): Event {
  const event = createEvent.drop(field(label));
  Object.defineProperty(event, 'dataTransfer', { value: { files } });
  fireEvent(field(label), event);
  return event;
}

beforeAll(letMenusOpen);
afterAll(() => jest.restoreAllMocks());

it('says what is meant where nothing is chosen, and takes moments, times and deploys', async () => {
  await show();
  expect(field('Now')).toHaveValue('end of the range');
  await enter('Now', 'start of the range');
  await enter('Now', '2026-11-21T12:00:00Z');
  await enter('Now', 'v1.4.2');
  expect(chosen).toEqual(['Now start', 'Now 2026-11-21T12:00:00Z', 'Now v1.4.2']);
  expect(field('Now')).toHaveValue('v1.4.2');
});

it('takes a file that is chosen, shows it by its name, and offers it to the other field too', async () => {
  await show();
  await upload('Now', fileOf('captures/caddy.heap.d0'));
  await waitFor(() => expect(field('Now')).toHaveValue('caddy.heap.d0'));
  const [kept] = await listFiles();
  expect(chosen).toEqual([`Now file:${kept!.id}`]);
  await enter('Then', 'caddy.heap.d0');
  expect(chosen.at(-1)).toBe(`Then file:${kept!.id}`);
});

it('takes a file that is dropped on it, so that the browser does not open it', async () => {
  await show();
  const over = createEvent.dragOver(field('Then'));
  fireEvent(field('Then'), over);
  expect(over.defaultPrevented).toBe(true);
  expect(drop('Then', [fileOf('captures/node.heap.d0')]).defaultPrevented).toBe(true);
  await waitFor(() => expect(field('Then')).toHaveValue('node.heap.d0'));
  expect(chosen).toHaveLength(1);
  expect(chosen[0]).toMatch(/^Then file:\d+$/);
});

it('says of a file that is no profile why, keeps the choice, and takes another after that', async () => {
  await show('start');
  const before = await listFiles();
  await upload('Now', fileOf('captures/caddy.heap.d1'));
  expect(await screen.findByRole('alert')).toHaveTextContent(
    /^caddy.heap.d1 is no saved profile: it begins with “heap profile: .*without “\?debug=”\.$/
  );
  expect(field('Now')).toBeInvalid();
  expect(field('Then')).toBeValid();
  expect(field('Now')).toHaveValue('start of the range');
  expect(chosen).toEqual([]);
  expect(await listFiles()).toEqual(before);
  await upload('Now', fileOf('captures/prom.heap.d0'));
  await waitFor(() => expect(field('Now')).toHaveValue('prom.heap.d0'));
  expect(screen.queryByRole('alert')).toBeNull();
});

it('a drop of no file is nothing', async () => {
  await show();
  drop('Now', []);
  expect(chosen).toEqual([]);
  expect(screen.queryByRole('alert')).toBeNull();
});

it('says that a file of a shared dashboard is in another browser', async () => {
  await show('file:4711');
  await waitFor(() => expect(field('Now')).toHaveValue('not in this browser'));
  expect(chosen).toEqual([]);
});
