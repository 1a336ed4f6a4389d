import '../../testing';
import {
  FieldType,
  MappingType,
  toDataFrame,
  type DataLink,
  type InterpolateFunction,
  type ValueMapping,
} from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { EmbeddedScene, sceneGraph, SceneCanvasText } from '@grafana/scenes';
import { fireEvent, screen } from '@testing-library/react';
import { draw } from '../testing';
import { columnsOf, gridOf } from './columns';
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
  override('stack', 'custom.cellOptions', { type: 'some-day' }),
];

function override(name: string, id: string, value: unknown) {
  return { matcher: { id: 'byName', options: name }, properties: [{ id, value }] };
}

const drawn = () => draw(tablePanel, [frame], { fieldConfig: { defaults: {}, overrides } });

test('names, units, decimals; a hidden column is not there', () => {
  drawn();
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

test('lines of a text stay lines', () => {
  drawn();
  const cell = screen.getByText(/main\.leak/);
  expect(cell.textContent).toBe('main.leak\nmain.main');
  expect(cell).toHaveStyle({ whiteSpace: 'pre-wrap' });
});

test('what is inspected stands in one line, in brief, and a click shows the whole', () => {
  const brief: ValueMapping = {
    type: MappingType.ValueToText,
    options: { 'lib/x.f\nmain.main': { text: 'x.f ← main.main' } },
  };
  const values = ['lib/x.f\nmain.main'];
  const config = { custom: { inspect: true }, mappings: [brief] };
  draw(tablePanel, [toDataFrame({ fields: [{ name: 'stack', type: FieldType.string, values, config }] })]);
  const cell = screen.getByRole('button', { name: 'x.f ← main.main' });
  expect(cell).toHaveStyle({ whiteSpace: 'nowrap', textOverflow: 'ellipsis' });
  expect(cell).toHaveAttribute('title', values[0]);
  fireEvent.click(cell);
  expect(cell.textContent).toBe(values[0]);
  fireEvent.click(cell);
  expect(cell.textContent).toBe('x.f ← main.main');
});

test('columns have their widths, and share what is left as Grafana’s do', () => {
  const columns = columnsOf(
    toDataFrame({
      fields: [
        { name: 'count', values: [1], config: { custom: { width: 90 } } },
        { name: 'stack', values: ['f'], config: { custom: { minWidth: 185 } } },
        { name: 'labels', values: [''] },
      ],
    })
  );
  expect(gridOf(columns)).toEqual({
    gridTemplateColumns: '90px minmax(185px, 1fr) minmax(150px, 1fr)',
    minWidth: 90 + 185 + 150,
  });
});

test('data links: one is the text, several stand below it', () => {
  drawn();
  const [outside, inside, ...two] = screen.getAllByRole('link');
  expect(outside).toHaveTextContent('a.go:3');
  expect(outside).toHaveAttribute('target', '_blank');
  expect(outside).toHaveAttribute('rel', expect.stringContaining('noopener'));
  expect(two.map((each) => each.getAttribute('href'))).toEqual(['https://a/', 'https://b/']);
  fireEvent.click(inside!);
  expect(locationService.getLocation()).toMatchObject({ pathname: '/d/x', search: '?var-a=1' });
});

describe('a data link', () => {
  /** A column with these links; `source` gives the first row an address and the second none. */
  const cells = (...links: DataLink[]) =>
    toDataFrame({
      fields: [
        { name: 'function', type: FieldType.string, values: ['main.leak', 'runtime.gopark'], config: { links } },
        {
          name: 'source',
          type: FieldType.string,
          values: ['https://g/a.go', ''],
          config: { custom: { hidden: true } },
        },
      ],
    });
  const scene = new EmbeddedScene({ body: new SceneCanvasText({ text: '' }) });
  /** As a dashboard does it: the values of the row are among the variables. */
  const replaceVariables: InterpolateFunction = (text, vars, format) =>
    sceneGraph.interpolate(scene, text, vars, format as Parameters<typeof sceneGraph.interpolate>[3]);
  const filled = (frame: ReturnType<typeof cells>) => draw(tablePanel, [frame], { replaceVariables });
  const source = { title: 'Source', url: '${__data.fields.source:raw}' };

  test('with a function calls it, and leads nowhere', () => {
    const onClick = jest.fn();
    filled(cells({ title: 'Take a profile', url: '', onClick }));
    const before = locationService.getLocation();
    expect(screen.queryByRole('link')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'main.leak' }));
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(onClick.mock.calls[0][0].origin.name).toBe('function');
    expect(locationService.getLocation()).toEqual(before);
  });

  test('with a function and an address calls the function alone', () => {
    const onClick = jest.fn();
    filled(cells({ title: 'Either', url: '/d/elsewhere', onClick }));
    fireEvent.click(screen.getByText('main.leak'));
    expect(onClick).toHaveBeenCalledTimes(1);
    expect(locationService.getLocation().pathname).not.toBe('/d/elsewhere');
  });

  test('without an address in this row is plain text', () => {
    filled(cells(source));
    expect(screen.getAllByRole('link').map((each) => each.getAttribute('href'))).toEqual(['https://g/a.go']);
    expect(screen.getByText('runtime.gopark').closest('a, button')).toBeNull();
  });

  test('without an address leaves the cell to the other one', () => {
    filled(cells(source, { title: 'Always', url: 'https://h/' }));
    expect(screen.getByRole('link', { name: 'runtime.gopark' })).toHaveAttribute('href', 'https://h/');
    expect(screen.getByRole('link', { name: 'Source' })).toHaveAttribute('href', 'https://g/a.go');
  });
});
