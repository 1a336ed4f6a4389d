import { FieldType, type DataFrame, type Field } from '@grafana/data';
import type { FlameNode } from '../core/profile/views/view';

/**
 * The fields of Grafana's flame graph panel: the nodes depth first with their level. With a base it draws a difference:
 * the left side is the base, the right what is looked at.
 */
export function flameFields(nodes: readonly FlameNode[], unit: string): Field[] {
  const isDifference = nodes.some(({ baseValue }) => baseValue !== undefined);
  const number = (name: string, of: (node: FlameNode) => number, fieldUnit = unit): Field => ({
    name,
    type: FieldType.number,
    config: { unit: fieldUnit },
    values: nodes.map(of),
  });
  const label: Field = {
    name: 'label',
    type: FieldType.string,
    config: {},
    values: nodes.map(({ frame, level }) => (level === 0 ? 'total' : frame.function || frame.file || '(no symbols)')),
  };
  const level = number('level', (node) => node.level, 'none');
  return isDifference
    ? [
        level,
        number('value', (node) => node.baseValue ?? 0),
        number('self', (node) => node.baseSelf ?? 0),
        number('valueRight', (node) => node.value),
        number('selfRight', (node) => node.self),
        label,
      ]
    : [level, number('value', (node) => node.value), number('self', (node) => node.self), label];
}

/**
 * A graph of one node, which says why there is nothing to see: of a frame without fields Grafana's panel says that they
 * are missing, and nothing else.
 */
export function emptyFlame(why: string): Field[] {
  const none = ['level', 'value', 'self'].map((name) => ({
    name,
    type: FieldType.number,
    config: { unit: 'none' },
    values: [0],
  }));
  return [...none, { name: 'label', type: FieldType.string, config: {}, values: [why] }];
}

/** The same as a frame, where there is nothing else to say. */
export function emptyFlameFrame(refId: string, why: string): DataFrame {
  const fields = emptyFlame(why);
  return { refId, meta: { preferredVisualisationType: 'flamegraph' }, fields, length: 1 };
}
