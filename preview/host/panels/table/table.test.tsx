import { FieldType, toDataFrame } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { fireEvent, screen } from '@testing-library/react';
import { draw } from '../testing';
import { tablePanel } from './table';

const link = (url: string, targetBlank?: boolean) => ({ title: `to ${url}`, url, targetBlank });

const frame = toDataFrame({
  fields: [
    { name: 'stack', type: FieldType.string, values: ['main.leak\nmain.main'] },
    { name: 'wait', type: FieldType.number, values: [90], config: { unit: 's', decimals: 2, displayName: 'Waited' } },
    { name: 'file', type: FieldType.string, values: ['a.go:3'], config: { links: [link('https://h/', true)] } },
    { name: 'creator', type: FieldType.string, values: ['main.run'], config: { links: [link('/d/x?var-a=1')] } },
    {
      name: 'two',
      type: FieldType.string,
      values: ['lib'],
      config: { links: [link('https://a/'), link('https://b/')] },
    },
    { name: 'id', type: FieldType.string, values: ['unseen'] },
  ],
});

const overrides = [
  override('id', 'custom.hidden', true),
  override('stack', 'custom.width', 321),
  override('stack', 'custom.cellOptions', { type: 'some-day' }),
];

function override(name: string, id: string, value: unknown) {
  return { matcher: { id: 'byName', options: name }, properties: [{ id, value }] };
}

beforeEach(() => {
  draw(tablePanel, [frame], { fieldConfig: { defaults: {}, overrides } });
});

test('names, units, decimals; a hidden column is not there', () => {
  expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual([
    'stack',
    'Waited',
    'file',
    'creator',
    'two',
  ]);
  expect(screen.getByText('1.50 mins')).toBeInTheDocument();
  expect(screen.queryByText('unseen')).toBeNull();
});

test('a stack keeps its lines and the width that it was given', () => {
  const cell = screen.getByText(/main\.leak/);
  expect(cell.textContent).toBe('main.leak\nmain.main');
  expect(cell).toHaveStyle({ whiteSpace: 'pre-wrap', width: '321px' });
});

test('data links: one is the text, several stand below it', () => {
  const [outside, inside, ...two] = screen.getAllByRole('link');
  expect(outside).toHaveTextContent('a.go:3');
  expect(outside).toHaveAttribute('target', '_blank');
  expect(outside).toHaveAttribute('rel', expect.stringContaining('noopener'));
  expect(two.map((each) => each.getAttribute('href'))).toEqual(['https://a/', 'https://b/']);
  fireEvent.click(inside!);
  expect(locationService.getLocation()).toMatchObject({ pathname: '/d/x', search: '?var-a=1' });
});
