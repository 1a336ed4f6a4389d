import type { DataFrame, Field } from '@grafana/data';
import type { CallTree } from '../../../core/history/past/callTree';
import { AskError } from '../askError';

/** What a flame graph has, stack by stack. */
export interface FlameGraph {
  /** Of the whole. */
  readonly total: number;
  /** Nodes of the call tree that have a value of their own, each once, */
  readonly nodes: Uint32Array;
  /** and that value. */
  readonly self: Float64Array;
  /** What the server put together as `other` where there were more nodes than were asked for. */
  readonly other: number;
}

/** The node that stands for what was cut off. No Go function has such a name: a package stands before each. */
const OTHER = 'other';

/**
 * Reads Grafana's flame graph frame: a row a node, depth first, with how deep it stands. The first row is the whole and
 * no function.
 *
 * @param calls takes its stacks in
 * @throws AskError where the frame is none
 */
export function readFlameGraph(frame: DataFrame, calls: CallTree): FlameGraph {
  const level = columnOf(frame, 'level');
  const value = columnOf(frame, 'value');
  const self = columnOf(frame, 'self');
  const label = labelsOf(frame);
  const selfOf = new Map<number, number>();
  let other = 0;
  /** By level: the node that the rows below it belong to. */
  const path: number[] = [];
  for (let row = 0; row < frame.length; row++) {
    const depth = level[row] as number;
    const own = self[row] as number;
    if (depth < 0 || depth > path.length || (depth === 0 && row > 0)) {
      throw noFlameGraph(`row ${row} stands at level ${depth}, below ${path.length} others`);
    }
    path.length = depth;
    const name = label(row);
    path.push(depth === 0 ? 0 : calls.callee(path[depth - 1] as number, name));
    if (own > 0 && name === OTHER) {
      other += own;
    } else if (own > 0 && depth > 0) {
      const node = path[depth] as number;
      selfOf.set(node, (selfOf.get(node) ?? 0) + own);
    }
  }
  return {
    total: frame.length > 0 ? (value[0] as number) : 0,
    nodes: Uint32Array.from(selfOf.keys()),
    self: Float64Array.from(selfOf.values()),
    other,
  };
}

function columnOf(frame: DataFrame, name: string): ArrayLike<number> {
  return fieldOf(frame, name).values;
}

/** An enum since Grafana 10, with its texts in the configuration; strings before. */
function labelsOf(frame: DataFrame): (row: number) => string {
  const { config, values } = fieldOf(frame, 'label');
  const texts = config.type?.enum?.text;
  return (row) => String(texts ? texts[values[row] as number] : values[row]);
}

function fieldOf({ fields }: DataFrame, name: string): Field {
  const field = fields.find((one) => one.name === name);
  if (!field) {
    throw noFlameGraph(`no column “${name}” among ${fields.map((one) => one.name).join(', ') || 'none'}`);
  }
  return field;
}

function noFlameGraph(found: string): AskError {
  return new AskError(`Pyroscope was asked for a flame graph, and what came is none: ${found}.`);
}
