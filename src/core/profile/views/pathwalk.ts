import type { Steps } from '../../steps';
import type { Paths } from './paths';

/** A node of the tree that paths make, while the walk is in it. The same object stands for another node afterwards. */
export interface WalkedNode {
  /** Nodes are numbered in the order in which they open; the root is 0. */
  number: number;
  /** In `paths.frames`; -1 for the root. */
  frame: number;
  /** 0 for the root. */
  level: number;
  /** By side; known when the node closes. */
  readonly value: [number, number];
  readonly self: [number, number];
  /** Absolute values of all sides: never more than the parent's. */
  weight: number;
}

export interface Visitor {
  /** A node begins: after its parent, before what is below it. */
  open(node: WalkedNode): void;
  /** All below it has closed, and its sums are known. */
  close(node: WalkedNode): void;
}

const LINES_PER_STEP = 16_384;

/** Goes through the tree that paths in order make, depth first. Gives how many nodes it has. */
export function* walkSteps(paths: Paths, order: Uint32Array, visitor: Visitor): Steps<number> {
  const walk = new PathWalk(paths, visitor);
  let left = LINES_PER_STEP;
  for (let i = 0; i < order.length; i++) {
    left -= walk.step(order[i] as number);
    if (left <= 0) {
      left = LINES_PER_STEP;
      yield;
    }
  }
  return walk.end();
}

class PathWalk {
  /** By level: one object each, whichever node it stands for. */
  private readonly nodes: WalkedNode[] = [];
  /** How many of them are open. */
  private depth = 0;
  private count = 0;
  /** The row before, where its steps begin. */
  private before = 0;

  constructor(
    private readonly paths: Paths,
    private readonly visitor: Visitor
  ) {
    this.open(-1);
  }

  /** Takes the next row. Returns how many lines it looked at. */
  step(row: number): number {
    const { side, start, steps, value } = this.paths;
    const from = start[row] as number;
    const length = (start[row + 1] as number) - from;
    const most = Math.min(length, this.depth - 1);
    let common = 0;
    while (common < most && steps[this.before + common] === steps[from + common]) {
      common++;
    }
    this.closeTo(common + 1);
    for (let i = common; i < length; i++) {
      this.open(steps[from + i] as number);
    }
    const node = this.nodes[this.depth - 1] as WalkedNode;
    const of = side[row] as 0 | 1;
    const amount = value[row] as number;
    node.self[of] += amount;
    node.value[of] += amount;
    node.weight += Math.abs(amount);
    this.before = from;
    return length + 1;
  }

  end(): number {
    this.closeTo(0);
    return this.count;
  }

  private open(frame: number): void {
    const level = this.depth++;
    const node = (this.nodes[level] ??= { number: 0, frame, level, value: [0, 0], self: [0, 0], weight: 0 });
    node.number = this.count++;
    node.frame = frame;
    node.value[0] = node.value[1] = node.self[0] = node.self[1] = node.weight = 0;
    this.visitor.open(node);
  }

  private closeTo(depth: number): void {
    while (this.depth > depth) {
      const node = this.nodes[--this.depth] as WalkedNode;
      this.visitor.close(node);
      const parent = this.nodes[this.depth - 1];
      if (parent) {
        parent.value[0] += node.value[0];
        parent.value[1] += node.value[1];
        parent.weight += node.weight;
      }
    }
  }
}
