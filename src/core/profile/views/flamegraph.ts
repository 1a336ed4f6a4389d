import type { Steps } from '../../steps';
import type { FlameTree } from './flametree';
import { byText, firstSteps } from './sort';
import type { FlameNode, NamedFrame } from './view';

const NODES_PER_STEP = 4096;

const ROOT: NamedFrame = { function: '', file: '', line: 0, name: '' };

/**
 * The tree depth first. Siblings stand in order of name, so that a picture that is drawn again every few seconds does not
 * jump when two of them change places by size. Of more than `top` nodes the heaviest are kept; a node is never heavier than
 * its parent, so what is dropped are whole subtrees, and what is left keeps its values.
 */
export function* flamegraphSteps(tree: FlameTree, top: number): Steps<FlameNode[]> {
  const children = yield* childrenSteps(tree, yield* heaviestSteps(tree, top));
  const nodes: FlameNode[] = [];
  const open: Array<[node: number, level: number]> = top >= 1 ? [[0, 0]] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, level] = next;
    nodes.push(flameNode(tree, node, level));
    const below = (children.get(node) ?? []).sort((a, b) => byText(nameOf(tree, a), nameOf(tree, b)));
    for (let i = below.length - 1; i >= 0; i--) {
      open.push([below[i] as number, level + 1]);
    }
    if (nodes.length % NODES_PER_STEP === 0) {
      yield;
    }
  }
  return nodes;
}

/** All nodes but the root, or as many less one as `top` allows. */
function* heaviestSteps({ parent, weight }: FlameTree, top: number): Steps<number[]> {
  const nodes: number[] = [];
  for (let node = 1; node < parent.length; node++) {
    nodes.push(node);
  }
  if (parent.length <= top) {
    return nodes;
  }
  // Of equal ones the parent comes first: its number is below.
  return yield* firstSteps(nodes, top - 1, (a, b) => (weight[b] as number) - (weight[a] as number) || a - b);
}

function* childrenSteps({ parent }: FlameTree, nodes: readonly number[]): Steps<Map<number, number[]>> {
  const children = new Map<number, number[]>();
  for (const [i, node] of nodes.entries()) {
    const of = children.get(parent[node] as number);
    if (of) {
      of.push(node);
    } else {
      children.set(parent[node] as number, [node]);
    }
    if (i % NODES_PER_STEP === NODES_PER_STEP - 1) {
      yield;
    }
  }
  return children;
}

function nameOf({ frame, frames }: FlameTree, node: number): string {
  return (frames[frame[node] as number] as NamedFrame).name;
}

function flameNode({ frame, frames, sides: [now, base] }: FlameTree, node: number, level: number): FlameNode {
  return {
    level,
    frame: frames[frame[node] as number] ?? ROOT,
    value: now?.value[node] ?? 0,
    self: now?.self[node] ?? 0,
    ...(base ? { baseValue: base.value[node] ?? 0, baseSelf: base.self[node] ?? 0 } : {}),
  };
}
