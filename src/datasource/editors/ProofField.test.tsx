import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { ProofField } from './ProofField';

/** The field as the page has it: what is chosen comes back as its value. */
function Editable({ onKept }: { onKept: (value: boolean | undefined) => void }) {
  const [value, setValue] = useState<boolean>();
  const keep = (chosen: boolean | undefined) => {
    setValue(chosen);
    onKept(chosen);
  };
  return <ProofField value={value} onChange={keep} />;
}

test('is on where nothing is kept, is turned off, and turned on again leaves nothing behind', async () => {
  const kept: Array<boolean | undefined> = [];
  render(<Editable onKept={(value) => kept.push(value)} />);
  const field = screen.getByRole('switch', { name: /^Proof of leaks/ });
  expect(field).toBeChecked();
  await userEvent.click(field);
  expect(field).not.toBeChecked();
  await userEvent.click(field);
  expect(field).toBeChecked();
  expect(kept).toEqual([false, undefined]);
});
