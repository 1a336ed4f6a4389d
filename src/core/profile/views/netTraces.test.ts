import { runSteps } from '../../steps';
import { netTracesSteps } from './netTraces';
import type { TraceEntry } from './view';

const trace = (names: string, value: number, labels: string[] = []): TraceEntry => ({
  frames: names.split(' ').map((name, i) => ({ name, function: name, file: 'a.go', line: i + value })),
  isInlined: [],
  value,
  labels,
});
const net = (rows: TraceEntry[], isDifference: boolean, top = Infinity) => {
  const { count, rows: left } = runSteps(netTracesSteps(rows, { isDifference, top }));
  return {
    count,
    rows: left.map(({ frames, labels, value }) => [frames.map((f) => f.name).join(' '), value, ...labels]),
  };
};

test('what stands on both sides is one row, and what did not change is none', () => {
  const rows = [
    trace('a b', 5),
    trace('c', 7),
    trace('d', 1),
    trace('a b', -2, ['pprof::base:true']),
    trace('c', -7),
    trace('e', -9),
  ];
  expect(net(rows, true)).toEqual({
    count: 3,
    rows: [
      ['e', -9],
      ['a b', 3],
      ['d', 1],
    ],
  });
});

test('the cut comes last', () => {
  expect(net([trace('a', 3), trace('b', 2), trace('a', -3)], true, 1)).toEqual({ count: 1, rows: [['b', 2]] });
});

test('other labels are another row, but in a difference', () => {
  const rows = [trace('a', 1, ['k=1']), trace('a', 2, ['k=2'])];
  expect([net(rows, false).count, net(rows, true).count]).toEqual([2, 1]);
});
