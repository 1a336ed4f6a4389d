/** Who calls whom, as plain data: node n calls nobody further up than `parents[n]`. Node 0 is above all, and no function. */
export interface CallTreeData {
  /** Each function's name once. */
  readonly names: readonly string[];
  /** By node: the node of its caller, which is lower; -1 for node 0. */
  readonly parents: Int32Array;
  /** By node: its function, as an index in `names`; -1 for node 0. */
  readonly functions: Int32Array;
}

/** Stacks of many profiles, kept together from the root on: each is one node, whichever profile has it. */
export class CallTree {
  private readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly parents: number[] = [-1];
  private readonly functions: number[] = [-1];
  /** By node: its callees by function. */
  private readonly callees: Array<Map<number, number>> = [new Map()];

  /** The node of a function that is called from a node, a new one at the first time. */
  callee(node: number, name: string): number {
    const callees = this.callees[node];
    if (!callees) {
      throw new RangeError(`node ${node} of ${this.parents.length}`);
    }
    const number = this.numberOf(name);
    let callee = callees.get(number);
    if (callee === undefined) {
      callee = this.parents.length;
      callees.set(number, callee);
      this.parents.push(node);
      this.functions.push(number);
      this.callees.push(new Map());
    }
    return callee;
  }

  /** The function of a node; undefined for node 0. */
  nameOf(node: number): string | undefined {
    return this.names[this.functions[node] ?? -1];
  }

  /** As it is now. */
  get data(): CallTreeData {
    return {
      names: [...this.names],
      parents: Int32Array.from(this.parents),
      functions: Int32Array.from(this.functions),
    };
  }

  private numberOf(name: string): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.numbers.set(name, number);
      this.names.push(name);
    }
    return number;
  }
}

/** The functions of a node and of all its callers, leaf first, as indexes in `names`. */
export function pathOf({ functions, parents }: Omit<CallTreeData, 'names'>, node: number): number[] {
  const path: number[] = [];
  for (let at = node; at > 0; at = parents[at] as number) {
    path.push(functions[at] as number);
  }
  return path;
}
