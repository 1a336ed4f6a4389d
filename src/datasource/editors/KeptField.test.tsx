import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import React from 'react';
import { pageEngine } from '../engine';
import { keyOf, targetOf } from '../settings';
import { forgetAll } from '../testing/indexedDb';
import { KeptField } from './KeptField';

// The page's own engine, for jsdom has no workers, on a store that is real but for its disk.

const OPTIONS = { uid: 'orders', name: 'Orders', jsonData: { targetUrl: 'http://orders:6060' } };
const target = keyOf(targetOf(OPTIONS));

async function scrape(atMs: number): Promise<void> {
  const cost = { requests: 1, bytes: 1, durationMs: 1 };
  await pageEngine().append({ target, round: { atMs, process: {}, cost, failures: [] } });
}

const kept = () => screen.getByTestId('tidemark-kept');
const show = () => render(<KeptField options={OPTIONS} />);

beforeEach(async () => {
  forgetAll();
  await pageEngine().release({ target });
});

it('says that nothing is kept, and lets nothing be exported or forgotten', async () => {
  show();
  await waitFor(() => expect(kept()).toHaveTextContent('This browser has kept nothing of this program yet.'));
  expect(screen.getByRole('button', { name: 'Export' })).toBeDisabled();
});

it('says how much is kept and from when, and forgets it after a second click', async () => {
  await scrape(Date.UTC(2026, 10, 20, 10));
  await scrape(Date.UTC(2026, 10, 20, 11));
  show();
  await waitFor(() =>
    expect(kept()).toHaveTextContent(/keeps [\d.]+ B of this program, from 2026-11-20 10:00:00 to 2026-11-20 11:00:00/)
  );
  fireEvent.click(screen.getByRole('button', { name: 'Forget' }));
  fireEvent.click(screen.getByRole('button', { name: 'Forget all of it' }));
  await waitFor(() => expect(kept()).toHaveTextContent('has kept nothing'));
  expect(await pageEngine().usage({ target })).toEqual({ bytes: 0 });
});

it('refuses a file that is none of ours, in words', async () => {
  await scrape(1_000);
  show();
  const file = { arrayBuffer: () => Promise.resolve(new TextEncoder().encode('hello').buffer) };
  fireEvent.change(screen.getByTestId('tidemark-import'), { target: { files: [file] } });
  expect(await screen.findByText(/no exported history, or was cut/)).toBeVisible();
  expect((await pageEngine().usage({ target }))?.bytes).toBeGreaterThan(0);
});
