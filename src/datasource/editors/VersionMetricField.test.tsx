import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { VersionMetricField } from './VersionMetricField';

const WRONG = /^It takes the name of a metric and, in braces, the label/;

/** The field as the page has it: what is typed comes back as its value. */
function Editable({ onKept }: { onKept: (value: string | undefined) => void }) {
  const [value, setValue] = useState<string>();
  const keep = (typed: string | undefined) => {
    setValue(typed);
    onKept(typed);
  };
  return <VersionMetricField width={40} value={value} onChange={keep} />;
}

test('what is wrong is said while it is typed, and an emptied field is the default again', async () => {
  const kept: Array<string | undefined> = [];
  render(<Editable onKept={(value) => kept.push(value)} />);
  const field = screen.getByLabelText(/^Version metric/);
  expect(screen.queryByText(WRONG)).toBeNull();

  // A brace is a key of its own to user-event: `{{` types one.
  await userEvent.type(field, 'orders_build_info{{');
  expect(screen.getByText(WRONG)).toBeVisible();
  await userEvent.type(field, 'revision}');
  expect(screen.queryByText(WRONG)).toBeNull();
  expect(kept.at(-1)).toBe('orders_build_info{revision}');

  await userEvent.clear(field);
  expect(kept.at(-1)).toBeUndefined();
  expect(screen.queryByText(WRONG)).toBeNull();
});
