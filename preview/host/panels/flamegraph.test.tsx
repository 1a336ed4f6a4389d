import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { screen } from '@testing-library/react';
import { flameGraphPanel } from './flamegraph';
import { draw } from './testing';

const drawn = jest.fn();

// Only for the colors of a drawing; it is in ES modules that Jest does not compile.
jest.mock('d3', () => ({}));

// It draws on a canvas, which jsdom has not.
jest.mock('@grafana/flamegraph', () => ({
  ...jest.requireActual('@grafana/flamegraph'),
  FlameGraph: ({ data }: { data: DataFrame }) => {
    drawn(data);
    return null;
  },
}));

beforeEach(() => drawn.mockClear());

function profile(leaf: number, unit = 'bytes'): DataFrame {
  return toDataFrame({
    fields: [
      { name: 'level', type: FieldType.number, values: [0, 1] },
      { name: 'value', type: FieldType.number, values: [leaf, leaf], config: { unit } },
      { name: 'self', type: FieldType.number, values: [0, leaf], config: { unit } },
      { name: 'label', type: FieldType.string, values: ['total', 'main.leak'] },
    ],
  });
}

test('a packet with the same figures leaves the drawing, and what was zoomed into, alone', () => {
  const { redraw } = draw(flameGraphPanel, [profile(7)]);
  const frames = () => new Set(drawn.mock.calls.map(([frame]) => frame));
  redraw([profile(7)]);
  expect(frames().size).toBe(1);
  redraw([profile(8)]);
  expect(frames().size).toBe(2);
  redraw([profile(8, 'short')]);
  expect(frames().size).toBe(3);
  expect(drawn.mock.lastCall?.[0].fields[1].values).toEqual([8, 8]);
});

test('no frame, no rows, nothing in them', () => {
  const { redraw } = draw(flameGraphPanel, []);
  expect(screen.getByText('No data')).toBeInTheDocument();
  redraw([profile(0)]);
  expect(screen.getByText('No data')).toBeInTheDocument();
  redraw([toDataFrame({ fields: profile(1).fields.map((field) => ({ ...field, values: [] })) })]);
  expect(screen.getByText('No data')).toBeInTheDocument();
  expect(drawn).not.toHaveBeenCalled();
});

test('another frame is told what it lacks', () => {
  draw(flameGraphPanel, [toDataFrame({ fields: [{ name: 'level', type: FieldType.number, values: [0] }] })]);
  expect(screen.getByText('Data is missing fields: label, value, self')).toBeInTheDocument();
});
