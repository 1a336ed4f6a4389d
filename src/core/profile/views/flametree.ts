import type { Steps } from '../../steps';
import type { Granularity } from '../frametable';
import { PairInterner } from '../pairs';
import { FrameNodes, type TableNodes } from './framenodes';
import { rowValues } from './rowvalues';
import type { StackTable } from './stacktable';
import type { NamedFrame } from './view';

/** Stacks put together from the root down. Columns by node; node 0 is the root, and a parent's number is below its children's. */
export interface FlameTree {
  readonly frames: readonly NamedFrame[];
  readonly parent: readonly number[];
  /** In `frames`; -1 for the root. */
  readonly frame: readonly number[];
  /** One of this table, and one of the base where there is one. */
  readonly sides: ReadonlyArray<{ readonly value: readonly number[]; readonly self: readonly number[] }>;
  /** Absolute values of all sides: never more than the parent's. */
  readonly weight: readonly number[];
}

const LINES_PER_STEP = 8192;

/** 12 MB. */
const MOST_EXPECTED = 2 ** 19;

export function* flameTreeSteps(tables: readonly StackTable[], granularity: Granularity): Steps<FlameTree> {
  const most = tables.reduce((sum, { stacks }) => sum + stacks.locations.length, 1);
  const builder = new TreeBuilder(tables.length, Math.min(most, MOST_EXPECTED));
  for (const [side, table] of tables.entries()) {
    yield* builder.addSteps(table, granularity, side);
  }
  return builder.tree;
}

class TreeBuilder {
  private readonly nodes = new FrameNodes();
  /** Parent and frame make a node: the pair's number + 1. */
  private readonly pairs: PairInterner;
  private readonly parent = [-1];
  private readonly frame = [-1];
  private readonly weight = [0];
  private readonly sides: Array<{ value: number[]; self: number[] }>;

  /** @param most how many nodes there may be: a table of pairs that grows stops for long. */
  constructor(sides: number, most: number) {
    this.pairs = new PairInterner(most);
    this.sides = Array.from({ length: sides }, () => ({ value: [0], self: [0] }));
  }

  get tree(): FlameTree {
    return {
      frames: this.nodes.frames,
      parent: this.parent,
      frame: this.frame,
      weight: this.weight,
      sides: this.sides,
    };
  }

  *addSteps(table: StackTable, granularity: Granularity, side: number): Steps<void> {
    const { hasValue, sums } = rowValues(table);
    yield;
    const nodes = this.nodes.of(table, granularity);
    yield;
    let left = LINES_PER_STEP;
    for (let row = 0; row < table.stacks.length; row++) {
      if (hasValue[row]) {
        left -= this.addStack(table, nodes, row, side, sums[row] as number);
      }
      if (left <= 0) {
        left = LINES_PER_STEP;
        yield;
      }
    }
  }

  /** Returns how many lines it looked at. */
  private addStack(
    { locations, stacks }: StackTable,
    nodes: TableNodes,
    row: number,
    side: number,
    value: number
  ): number {
    let at = this.add(0, side, value);
    let lines = 1;
    for (let i = (stacks.start[row + 1] as number) - 1; i >= (stacks.start[row] as number); i--) {
      const location = stacks.locations[i] as number;
      for (let j = (locations.start[location + 1] as number) - 1; j >= (locations.start[location] as number); j--) {
        at = this.add(this.child(at, nodes.of(locations.lines[j] as number)), side, value);
        lines++;
      }
    }
    const { self } = this.sides[side] as { self: number[] };
    self[at] = (self[at] as number) + value;
    return lines;
  }

  private child(parent: number, frame: number): number {
    const node = this.pairs.intern(parent, frame) + 1;
    if (node === this.parent.length) {
      this.parent.push(parent);
      this.frame.push(frame);
      this.weight.push(0);
      for (const { self, value } of this.sides) {
        self.push(0);
        value.push(0);
      }
    }
    return node;
  }

  private add(node: number, side: number, amount: number): number {
    const { value } = this.sides[side] as { value: number[] };
    value[node] = (value[node] as number) + amount;
    this.weight[node] = (this.weight[node] as number) + Math.abs(amount);
    return node;
  }
}
