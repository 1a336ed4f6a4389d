import { FieldType, toDataFrame } from '@grafana/data';
import { placeAnnotations } from './placeAnnotations';

const x = (time: number) => time - 1_000;

test('a moment is a line, a region a stretch; what reaches out of the plot is cut', () => {
  const deploys = toDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: [900, 1_100, 900, 1_550, 400] },
      { name: 'timeEnd', type: FieldType.time, values: [null, null, 1_050, 1_900, 700] },
      { name: 'isRegion', type: FieldType.boolean, values: [false, false, true, true, true] },
      { name: 'title', type: FieldType.string, values: ['', 'v2', '', '', ''] },
      { name: 'text', type: FieldType.string, values: ['before it', 'deployed', 'begun before', 'goes on', 'over'] },
    ],
  });
  expect(placeAnnotations([deploys], x, 600).map(({ left, width, text }) => [left, width, text])).toEqual([
    [100, 0, 'v2\ndeployed'],
    [0, 50, 'begun before'],
    [550, 50, 'goes on'],
  ]);
});

test('a frame of moments and texts will do, and says its colour', () => {
  const fields = [
    { name: 'time', type: FieldType.time, values: [1_000, 1_600] },
    { name: 'text', type: FieldType.string, values: ['left end', 'right end'] },
  ];
  const gray = { name: 'color', type: FieldType.string, values: ['gray', ''] };
  const told = placeAnnotations([toDataFrame({ fields: [...fields, gray] }), toDataFrame({ fields })], x, 600);
  expect(told.map(({ left, color }) => [left, color === 'gray'])).toEqual([
    [0, true],
    [600, false],
    [0, false],
    [600, false],
  ]);
  expect(new Set(told.slice(1).map(({ color }) => color)).size).toBe(1);
});
