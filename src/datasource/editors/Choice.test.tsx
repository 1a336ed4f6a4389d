import type { ComboboxOption } from '@grafana/ui';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useState } from 'react';
import { Choice } from './Choice';
import { letMenusOpen } from './testing';

// plugin-ui brings it along for an editor of another kind, and Jest's scaffold does not compile it.
jest.mock('@marcbachmann/cel-js', () => ({}));

type Fruit = 'apple' | 'quince' | 'plum';
const OPTIONS: Array<ComboboxOption<Fruit>> = [
  { value: 'apple', label: 'Red one', description: 'Keeps until March' },
  { value: 'quince', label: 'Yellow one' },
  { value: 'plum', label: 'Blue one' },
];

interface Shown {
  first?: Fruit;
  isClosed?: boolean;
  isClearable?: boolean;
}

let chosen: Array<Fruit | undefined>;

/** As an editor has it: what is chosen comes back as the value. */
function Chooser({ first, isClearable, isClosed }: Shown) {
  const [value, setValue] = useState(first);
  const choose = (one: Fruit | undefined) => {
    chosen.push(one);
    setValue(one);
  };
  return (
    <Choice
      id="fruit"
      label="Fruit"
      width={20}
      options={OPTIONS}
      value={value}
      isClosed={isClosed}
      onChange={choose}
      onClear={isClearable ? () => choose(undefined) : undefined}
    />
  );
}

function show(shown: Shown): void {
  chosen = [];
  render(<Chooser {...shown} />);
}

const field = () => screen.getByLabelText('Fruit');

async function enter(text: string): Promise<void> {
  await userEvent.type(field(), text);
  await userEvent.keyboard('{Enter}');
}

beforeAll(letMenusOpen);
afterAll(() => jest.restoreAllMocks());

it('hands on the value of the row that is chosen, and shows its label', async () => {
  show({ first: 'apple' });
  expect(field()).toHaveValue('Red one');
  await userEvent.click(field());
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(chosen).toEqual(['plum']);
  expect(field()).toHaveValue('Blue one');
});

// Each former choice leaves Enter on another row of the shorter list, or on none.
describe.each(['apple', 'quince', 'plum', undefined] as const)('after %s', (first) => {
  const OTHER = first === 'quince' ? OPTIONS[0]! : OPTIONS[1]!;

  it.each([
    ['a value', OTHER.value],
    ['a label', OTHER.label!],
    ['a label in small letters', OTHER.label!.toLowerCase()],
  ])('%s that is written out is that option', async (_, text) => {
    show({ first });
    await enter(text);
    expect(chosen).toEqual([OTHER.value]);
    expect(field()).toHaveValue(OTHER.label);
  });

  it('takes a template variable', async () => {
    show({ first });
    await enter('$fruit');
    expect(chosen).toEqual(['$fruit']);
    expect(field()).toHaveValue('$fruit');
  });

  it('closed: takes a label that is written out', async () => {
    show({ first, isClosed: true });
    await enter(OTHER.label!);
    expect(chosen).toEqual([OTHER.value]);
    expect(field()).toHaveValue(OTHER.label);
  });

  it('closed: takes nothing else', async () => {
    show({ first, isClosed: true });
    await enter('$fruit');
    await userEvent.tab();
    expect(chosen).toEqual([]);
    expect(field()).toHaveValue(OPTIONS.find(({ value }) => value === first)?.label ?? '');
  });
});

it('shows the value again after an Enter that takes nothing, and can be written in at once', async () => {
  show({ first: 'plum', isClosed: true });
  // One row is left, and Enter is on the third.
  await enter('Yell');
  expect(chosen).toEqual([]);
  expect(field()).toHaveValue('Blue one');
  expect(field()).toHaveFocus();
  await enter('Yellow one');
  expect(chosen).toEqual(['quince']);
});

it('is not emptied by Escape, for there is always a value', async () => {
  show({ first: 'plum' });
  await userEvent.type(field(), 'Yell{Escape}{Escape}');
  expect(chosen).toEqual([]);
});

it('is cleared where there may be no value, and not by an Enter on nothing', async () => {
  show({ first: 'plum', isClearable: true });
  await enter('Red one');
  expect(chosen).toEqual(['apple']);
  // Escape in a closed menu is Combobox's other way to clear: its button is an icon, which Jest's scaffold replaces.
  await userEvent.type(field(), '{Escape}{Escape}');
  expect(chosen).toEqual(['apple', undefined]);
  expect(field()).toHaveValue('');
});

it('shows what is none of the options', () => {
  show({ first: '$fruit' as Fruit });
  expect(field()).toHaveValue('$fruit');
});
