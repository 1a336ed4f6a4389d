import { FieldType, toDataFrame } from '@grafana/data';
import { screen } from '@testing-library/react';
import { barChartPanel } from './barchart';
import { draw } from './testing';

const frame = toDataFrame({
  fields: [
    { name: 'wait', type: FieldType.string, values: ['< 1 min', '1-2 min', '>= 2 min'] },
    { name: 'held', type: FieldType.number, values: [0, 2048, 1024] },
  ],
});

test('a bar for each row, with its value and unit', () => {
  draw(barChartPanel, [frame], { fieldConfig: { defaults: { unit: 'bytes' }, overrides: [] } });
  const bars = ['< 1 min: 0 B', '1-2 min: 2 KiB', '>= 2 min: 1 KiB'].map((label) => screen.getByLabelText(label));
  const heights = bars.map((bar) => Number(bar.lastElementChild!.getAttribute('height')));
  expect(heights[0]).toBe(0);
  expect(heights[1]! / heights[2]!).toBeCloseTo(2);
});

test('axes carry names: of the fields, or of the dashboard', () => {
  draw(barChartPanel, [frame], { fieldConfig: { defaults: { custom: { axisLabel: 'inuse_space' } }, overrides: [] } });
  expect(screen.getByText('inuse_space')).toBeInTheDocument();
  expect(screen.getByText('wait')).toBeInTheDocument();
});

test('nothing to draw is said', () => {
  const { redraw } = draw(barChartPanel, []);
  expect(screen.getByText('No data')).toBeInTheDocument();
  redraw([frame]);
  expect(screen.queryByText('No data')).toBeNull();
  redraw([toDataFrame({ fields: [{ name: 'n', type: FieldType.number, values: [1] }] })]);
  expect(screen.getByText('No data')).toBeInTheDocument();
});
