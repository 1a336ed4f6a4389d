import type { Steps } from '../../steps';
import type { Granularity } from '../frametable';
import { PairInterner } from '../pairs';
import { FrameNodes, LINES_PER_NAME, type TableNodes } from './framenodes';
import { rowValues } from './rowvalues';
import type { StackTable } from './stacktable';
import type { NamedFrame } from './view';

/** Who called whom, with what: pprof's graph. Columns by node, and by edge. */
export interface CallGraph {
  readonly frames: readonly NamedFrame[];
  readonly flat: readonly number[];
  readonly cum: readonly number[];
  readonly edges: CallEdges;
}

export interface CallEdges {
  readonly length: number;
  readonly caller: readonly number[];
  readonly callee: readonly number[];
  readonly value: readonly number[];
  /** The call was inlined in all stacks. */
  readonly isInlined: readonly boolean[];
}

const LINES_PER_STEP = 8192;

/**
 * The graph of this table less the base. In a stack a frame counts once, and so does a call; a frame that calls itself has
 * no edge.
 */
export function* graphSteps(now: StackTable, base: StackTable | undefined, granularity: Granularity): Steps<CallGraph> {
  const builder = new GraphBuilder();
  yield* builder.addSteps(now, granularity, 1);
  if (base) {
    yield* builder.addSteps(base, granularity, -1);
  }
  return builder.finish();
}

class GraphBuilder {
  private readonly nodes = new FrameNodes();
  private readonly flat: number[] = [];
  private readonly cum: number[] = [];
  private readonly pairs = new PairInterner(1024);
  private readonly edges = {
    caller: [] as number[],
    callee: [] as number[],
    value: [] as number[],
    isInlined: [] as boolean[],
  };
  /** By node and by edge: the last stack that it was in. */
  private readonly nodeSeen: number[] = [];
  private readonly edgeSeen: number[] = [];
  private stack = 0;

  *addSteps(table: StackTable, granularity: Granularity, sign: 1 | -1): Steps<void> {
    const { hasValue, sums } = rowValues(table);
    yield;
    const nodes = this.nodes.of(table, granularity);
    yield;
    let left = LINES_PER_STEP;
    for (let row = 0; row < table.stacks.length; row++) {
      if (hasValue[row]) {
        const named = this.nodes.length;
        left -= this.addStack(table, nodes, row, sign * (sums[row] as number));
        left -= LINES_PER_NAME * (this.nodes.length - named);
      }
      if (left <= 0) {
        left = LINES_PER_STEP;
        yield;
      }
    }
  }

  finish(): CallGraph {
    const { edges } = this;
    return {
      frames: this.nodes.frames,
      flat: this.flat,
      cum: this.cum,
      edges: { length: edges.value.length, ...edges },
    };
  }

  /** Returns how many lines it looked at. */
  private addStack({ locations, stacks }: StackTable, nodes: TableNodes, row: number, value: number): number {
    this.stack++;
    let caller = -1;
    let lines = 0;
    for (let i = (stacks.start[row + 1] as number) - 1; i >= (stacks.start[row] as number); i--) {
      const location = stacks.locations[i] as number;
      const outermost = (locations.start[location + 1] as number) - 1;
      for (let at = outermost; at >= (locations.start[location] as number); at--) {
        const node = nodes.of(locations.lines[at] as number);
        this.addCum(node, value);
        if (caller >= 0 && caller !== node) {
          this.addCall(caller, node, value, at !== outermost);
        }
        caller = node;
        lines++;
      }
    }
    if (caller >= 0) {
      this.flat[caller] = (this.flat[caller] as number) + value;
    }
    return lines;
  }

  private addCum(node: number, value: number): void {
    if (node === this.cum.length) {
      this.cum.push(0);
      this.flat.push(0);
      this.nodeSeen.push(0);
    }
    if (this.nodeSeen[node] !== this.stack) {
      this.nodeSeen[node] = this.stack;
      this.cum[node] = (this.cum[node] as number) + value;
    }
  }

  private addCall(caller: number, callee: number, value: number, isInlined: boolean): void {
    const { edges } = this;
    const edge = this.pairs.intern(caller, callee);
    if (edge === edges.value.length) {
      edges.caller.push(caller);
      edges.callee.push(callee);
      edges.value.push(0);
      edges.isInlined.push(true);
      this.edgeSeen.push(0);
    }
    if (this.edgeSeen[edge] !== this.stack) {
      this.edgeSeen[edge] = this.stack;
      edges.value[edge] = (edges.value[edge] as number) + value;
      // Where a stack has the call more than once, its outermost counts.
      edges.isInlined[edge] &&= isInlined;
    }
  }
}
