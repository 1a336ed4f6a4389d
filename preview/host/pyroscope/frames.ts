import type { DataFrame, Field, FieldType, Labels } from '@grafana/data';

/**
 * Pyroscope's flame graph: a list a level, of four numbers a node: how far from the end of the node before it, its value,
 * its own value, and its name as an index. Protobuf's JSON has long integers as strings.
 */
export interface FlameGraph {
  names: string[];
  levels: Array<{ values: Array<string | number> }>;
}

export interface Series {
  labels?: Array<{ name: string; value: string }>;
  points?: Array<{ value?: number; timestamp: string | number }>;
}

interface Node {
  readonly end: number;
  readonly start: number;
  readonly row: readonly [level: number, value: number, self: number, name: number];
  readonly callees: Node[];
}

const NODE = 4;

/** As Grafana's data source gives it: a row a node, depth first, the labels as an enum. */
export function flameGraphFrame({ levels, names }: FlameGraph, refId: string): DataFrame {
  let above: Node[] = [];
  const roots: Node[] = [];
  levels.forEach(({ values }, level) => {
    const numbers = values.map(Number);
    const here: Node[] = [];
    let at = 0;
    let caller = 0;
    for (let i = 0; i < numbers.length; i += NODE) {
      const [offset, value, self, name] = numbers.slice(i, i + NODE) as [number, number, number, number];
      const start = at + offset;
      at = start + value;
      const node: Node = { start, end: at, row: [level, value, self, name], callees: [] };
      here.push(node);
      while (level > 0 && start >= (above[caller]?.end ?? Infinity)) {
        caller++;
      }
      (level === 0 ? roots : above[caller]!.callees).push(node);
    }
    above = here;
  });
  const rows: Array<Node['row']> = [];
  const stack = [...roots];
  for (let node = stack.pop(); node; node = stack.pop()) {
    rows.push(node.row);
    stack.push(...[...node.callees].reverse());
  }
  const numbers = (name: string, cell: 0 | 1 | 2): Field => ({
    name,
    type: 'number' as FieldType,
    config: {},
    values: rows.map((row) => row[cell]),
  });
  const label: Field = {
    name: 'label',
    type: 'enum' as FieldType,
    config: { type: { enum: { text: names } } },
    values: rows.map((row) => row[3]),
  };
  return {
    refId,
    meta: { preferredVisualisationType: 'flamegraph' },
    fields: [numbers('level', 0), numbers('value', 1), numbers('self', 2), label],
    length: rows.length,
  };
}

/** As Grafana's data source gives them: a frame a series. */
export function seriesFrames(all: readonly Series[], refId: string): DataFrame[] {
  return all.map(({ labels = [], points = [] }) => ({
    refId,
    length: points.length,
    fields: [
      {
        name: 'time',
        type: 'time' as FieldType,
        config: {},
        values: points.map(({ timestamp }) => Number(timestamp)),
      },
      {
        name: 'value',
        type: 'number' as FieldType,
        config: {},
        labels: Object.fromEntries(labels.map(({ name, value }) => [name, value])) as Labels,
        values: points.map(({ value = 0 }) => value),
      },
    ],
  }));
}
