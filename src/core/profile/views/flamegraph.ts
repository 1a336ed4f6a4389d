import type { Steps } from '../../steps';
import type { Granularity } from '../frametable';
import { Heaviest } from './heaviest';
import { pathOrderSteps } from './pathorder';
import { pathsSteps } from './paths';
import { walkSteps, type Visitor, type WalkedNode } from './pathwalk';
import type { StackTable } from './stacktable';
import type { FlameNode, NamedFrame } from './view';

const ROOT: NamedFrame = { function: '', file: '', line: 0, name: '' };

export interface FlameGraph {
  /** Depth first. */
  readonly nodes: FlameNode[];
  /** How many nodes there are in all. */
  readonly count: number;
}

/**
 * The stacks of a table, or of it and a base, put together from the root down. Siblings stand in order of name, so that a
 * picture that is drawn again every few seconds does not jump when two of them change places by size. Of more than `top`
 * nodes the heaviest are kept; a node is never heavier than its parent, so what is dropped are whole subtrees, and what is
 * left keeps its values.
 *
 * No tree is built, for 300,000 stacks have millions of nodes: in order of name stacks with a common beginning follow each
 * other, so that a walk along them has but the nodes of one stack in hand. It is walked twice: to find out which nodes are
 * the heaviest, and to write those down.
 */
export function* flamegraphSteps(
  tables: readonly StackTable[],
  granularity: Granularity,
  top: number
): Steps<FlameGraph> {
  const paths = yield* pathsSteps(tables, granularity);
  const order = yield* pathOrderSteps(paths);
  const heaviest = new Heaviest(top);
  const count = yield* walkSteps(paths, order, {
    open: () => undefined,
    close: ({ number, weight }) => heaviest.add(weight, number),
  });
  const writer = new NodeWriter(heaviest.kept, paths.frames, tables.length > 1);
  yield;
  yield* walkSteps(paths, order, writer);
  return { nodes: writer.nodes, count };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Writes down the nodes of some numbers, which are those of whole paths from the root on. */
class NodeWriter implements Visitor {
  readonly nodes: Array<Writable<FlameNode>> = [];
  /** By level: the newest that was written down there. */
  private readonly newest: Array<{ readonly number: number; readonly node: Writable<FlameNode> }> = [];

  constructor(
    /** Ascending. */
    private readonly numbers: readonly number[],
    private readonly frames: readonly NamedFrame[],
    private readonly isDifference: boolean
  ) {}

  open({ frame, level, number }: WalkedNode): void {
    if (this.numbers[this.nodes.length] === number) {
      const node = { level, frame: this.frames[frame] ?? ROOT, value: 0, self: 0 };
      this.nodes.push(node);
      this.newest[level] = { number, node };
    }
  }

  close({ level, number, self, value }: WalkedNode): void {
    const { node, number: written } = this.newest[level] ?? {};
    if (node && written === number) {
      [node.value, node.self] = [value[0], self[0]];
      if (this.isDifference) {
        [node.baseValue, node.baseSelf] = [value[1], self[1]];
      }
    }
  }
}
