import { blockedOn } from '../../profile/blockedon';
import { hashName, normaliseFunction, StackHasher, type NameHash } from '../../profile/identity';
import type { StackInterner } from '../../profile/interner';
import type { Stack, StackKey } from '../../profile/stack';
import { userFrameIndex } from '../../profile/userframe';
import { ByteWriter } from '../bytes';
import { MAX_CHANGE_BYTES, writeChange, writeEnd } from '../runs';
import type { ChunkData } from '../stored/chunkData';
import { stackTable } from '../stored/stackTable';
import { pathOf, type CallTreeData } from './callTree';

/** Values by stack, as a recorder of profiles tells them: function names, but neither files nor lines. */
export interface PastProfiles {
  readonly calls: CallTreeData;
  /** By row. */
  readonly rows: readonly PastProfile[];
}

export interface PastProfile {
  /** Nodes of `calls`, each once. */
  readonly nodes: Uint32Array;
  /** Goroutines whose stack ends there, or bytes or objects that it allocated: whole numbers. */
  readonly counts: Float64Array;
}

/** What a chunk has of them. */
export type PastRuns = Pick<ChunkData, 'stacks' | 'starts' | 'runs'>;

/** The stacks of a call tree, each the one that live profiles have under the same key. */
export class CallStacks {
  /** Distinct by key, in the order in which they were asked for. */
  readonly stacks: Stack[] = [];
  private readonly places: Int32Array;
  private readonly placeOfKey = new Map<StackKey, number>();
  /** By name, as far as they have been asked for: a heap has tens of thousands of names. */
  private readonly hashes: NameHash[] = [];

  constructor(
    private readonly calls: CallTreeData,
    private readonly interner: StackInterner
  ) {
    this.places = new Int32Array(calls.parents.length).fill(-1);
  }

  /** Where in `stacks` the stack is that ends at a node. Nodes that differ in nothing that a key looks at are one. */
  placeOf(node: number): number {
    let place = this.places[node] as number;
    if (place < 0) {
      const path = pathOf(this.calls, node);
      const hasher = new StackHasher();
      path.forEach((name) => hasher.add(this.hashOf(name)));
      const key = hasher.key();
      place = this.placeOfKey.get(key) ?? this.stacks.push(this.stackOf(key, path)) - 1;
      this.placeOfKey.set(key, place);
      this.places[node] = place;
    }
    return place;
  }

  private hashOf(name: number): NameHash {
    return (this.hashes[name] ??= hashName(normaliseFunction(this.calls.names[name] as string)));
  }

  /** With its files and lines where a live profile had it, else of names only. */
  private stackOf(key: StackKey, path: readonly number[]): Stack {
    const { calls, interner } = this;
    return (
      interner.get(key) ??
      named(
        key,
        path.map((name) => calls.names[name] as string),
        interner
      )
    );
  }
}

function named(key: string, functions: readonly string[], interner: StackInterner): Stack {
  return {
    key,
    frames: functions.map((name) => interner.frame(name, '', 0)),
    blockedOn: blockedOn(functions),
    userFrame: userFrameIndex(functions, []),
  };
}

/** Rows as runs (runs.ts). There are a million counts in 60 rows of a program with 20,000 stacks: so no object each. */
export function runsOf(rows: readonly PastProfile[], calls: CallStacks): PastRuns {
  const cells = cellsOf(rows, calls);
  const writer = new ByteWriter();
  const starts: number[] = [0];
  const stacks: Stack[] = [];
  calls.stacks.forEach((stack, place) => {
    const from = cells.starts[place] as number;
    const to = cells.ends[place] as number;
    if (from < to) {
      writeRun(writer, cells, { from, to, rows: rows.length });
      starts.push(writer.length);
      stacks.push(stack);
    }
  });
  writeEnd(writer);
  return { stacks: stackTable(stacks), starts: Int32Array.from(starts), runs: writer.written.slice() };
}

/** By stack: cells [start, end), each the row and its count, ascending by row. */
interface Cells {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly row: Uint16Array;
  readonly count: Float64Array;
}

function cellsOf(rows: readonly PastProfile[], calls: CallStacks): Cells {
  const sizes: number[] = [];
  for (const { nodes } of rows) {
    for (const node of nodes) {
      const place = calls.placeOf(node);
      sizes[place] = (sizes[place] ?? 0) + 1;
    }
  }
  const starts = new Uint32Array(calls.stacks.length);
  let length = 0;
  starts.forEach((_, place) => {
    starts[place] = length;
    length += sizes[place] ?? 0;
  });
  const cells = { starts, ends: starts.slice(), row: new Uint16Array(length), count: new Float64Array(length) };
  const { count, ends, row } = cells;
  rows.forEach(({ counts, nodes }, at) => {
    for (let i = 0; i < nodes.length; i++) {
      const place = calls.placeOf(nodes[i] as number);
      let cell = ends[place] as number;
      if (cell > (starts[place] as number) && row[cell - 1] === at) {
        cell--;
      } else {
        ends[place] = cell + 1;
        row[cell] = at;
      }
      count[cell] = (count[cell] as number) + (counts[i] as number);
    }
  });
  return cells;
}

/** Cells [from, to) as a run over `rows`; the rows between them have 0. */
function writeRun(
  writer: ByteWriter,
  cells: Cells,
  { from, rows, to }: { from: number; to: number; rows: number }
): void {
  let [now, changed, next] = [0, -1, 0];
  const change = (row: number, count: number) => {
    if (count !== now) {
      writer.reserve(MAX_CHANGE_BYTES);
      writeChange(writer, row - changed - 1, count - now);
      [now, changed] = [count, row];
    }
  };
  for (let cell = from; cell < to; cell++) {
    const row = cells.row[cell] as number;
    if (row > next) {
      change(next, 0);
    }
    change(row, cells.count[cell] as number);
    next = row + 1;
  }
  if (next < rows) {
    change(next, 0);
  }
}
