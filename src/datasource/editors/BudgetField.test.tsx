import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { BudgetField } from './BudgetField';

/** The field as the page has it: what is typed comes back as its value. */
function Editable({ onKept }: { onKept: (value: number | undefined) => void }) {
  const [value, setValue] = useState<number>();
  const keep = (typed: number | undefined) => {
    setValue(typed);
    onKept(typed);
  };
  return <BudgetField width={20} value={value} onChange={keep} />;
}

test('shows the default, takes fractions, and emptied leaves nothing behind', async () => {
  const kept: Array<number | undefined> = [];
  render(<Editable onKept={(value) => kept.push(value)} />);
  const field = screen.getByRole('spinbutton', { name: /^Cost budget/ });
  expect(field).toHaveAttribute('placeholder', '1');
  await userEvent.type(field, '0.5');
  expect(kept.at(-1)).toBe(0.5);
  expect(screen.queryByRole('alert')).toBeNull();
  await userEvent.clear(field);
  expect(kept.at(-1)).toBeUndefined();
});

test.each(['0', '-3', '101'])('%s is no percentage of anything, and is told so', async (typed) => {
  render(<Editable onKept={() => undefined} />);
  await userEvent.type(screen.getByRole('spinbutton'), typed);
  expect(await screen.findByText(/more than 0, and 100 at most/)).toBeVisible();
});
