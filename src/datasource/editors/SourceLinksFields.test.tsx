import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import type { TidemarkOptions } from '../types';
import { SourceLinksFields } from './SourceLinksFields';

/** The fields as the page has them: what is typed comes back as their values. */
function Editable({ onKept }: { onKept: (kept: Partial<TidemarkOptions>) => void }) {
  const [kept, setKept] = useState<Partial<TidemarkOptions>>({});
  const keep = (changed: Partial<TidemarkOptions>) => {
    setKept({ ...kept, ...changed });
    onKept({ ...kept, ...changed });
  };
  return <SourceLinksFields width={60} template={kept.sourceTemplate} trim={kept.sourceTrim} onChange={keep} />;
}

const template = () => screen.getByLabelText(/^Template/);
const trim = () => screen.getByLabelText(/^Cut off/);
const example = () => screen.queryByTestId('tidemark-source-example');
/** user-event takes a brace for a key. */
const typed = (text: string) => text.replace(/[{[]/g, '$&$&');

let kept: Partial<TidemarkOptions>;
beforeEach(() => {
  kept = {};
  render(<Editable onKept={(value) => (kept = value)} />);
});

it('shows what becomes of a frame while the template is typed', async () => {
  expect(example()).toBeNull();
  await userEvent.type(template(), typed('https://g.example/o/blob/{version}/{file}#L{line}'));
  expect(kept.sourceTemplate).toBe('https://g.example/o/blob/{version}/{file}#L{line}');
  expect(example()).toHaveTextContent(
    'At version v1.4.2 github.com/acme/orders/internal/pay/client.go:118 becomes https://g.example/o/blob/v1.4.2/github.com/acme/orders/internal/pay/client.go#L118'
  );
  await userEvent.type(trim(), '/src/orders/');
  expect(kept.sourceTrim).toBe('/src/orders/');
  expect(example()).toHaveTextContent(
    'At version v1.4.2 /src/orders/internal/pay/client.go:118 becomes https://g.example/o/blob/v1.4.2/internal/pay/client.go#L118'
  );
});

it('says what is wrong with a template, and gives no example of it', async () => {
  await userEvent.type(template(), typed('javascript:alert({file})'));
  expect(screen.getByRole('alert')).toHaveTextContent('It must begin with https:// or http://.');
  expect(template()).toBeInvalid();
  expect(example()).toBeNull();
  await userEvent.clear(template());
  await userEvent.type(template(), typed('https://g.example/{branch}/{file}'));
  expect(screen.getByRole('alert')).toHaveTextContent('{branch} is not known');
  expect(document.querySelector('a')).toBeNull();
});

it('keeps nothing of an emptied field', async () => {
  await userEvent.type(template(), 'x');
  await userEvent.clear(template());
  await userEvent.type(trim(), ' ');
  expect(kept).toEqual({ sourceTemplate: undefined, sourceTrim: undefined });
  expect(screen.queryByRole('alert')).toBeNull();
});
