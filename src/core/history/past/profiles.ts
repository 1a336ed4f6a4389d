import { blockedOn } from '../../profile/blockedon';
import { hashName, normaliseFunction, StackHasher } from '../../profile/identity';
import type { StackInterner } from '../../profile/interner';
import type { Stack } from '../../profile/stack';
import { userFrameIndex } from '../../profile/userframe';
import { ByteWriter } from '../bytes';
import { MAX_CHANGE_BYTES, writeChange, writeEnd } from '../runs';
import type { ChunkData } from '../stored/chunkData';
import { stackTable } from '../stored/stackTable';
import { pathOf, type CallTreeData } from './callTree';

/** Goroutines by stack, as a recorder of profiles tells them: function names, but neither files nor lines. */
export interface PastProfiles {
  readonly calls: CallTreeData;
  /** By row. */
  readonly rows: readonly PastProfile[];
}

export interface PastProfile {
  /** Nodes of `calls`, each once. */
  readonly nodes: Uint32Array;
  /** Goroutines whose stack ends there, whole numbers. */
  readonly counts: Float64Array;
}

/** What a chunk has of them. */
export type PastRuns = Pick<ChunkData, 'stacks' | 'starts' | 'runs'>;

/**
 * The nodes' stacks, each the one that live profiles have under the same key, with its files and lines; where none is
 * known, one of names only.
 */
export function stacksOfCalls(calls: CallTreeData, interner: StackInterner): (node: number) => Stack {
  const { names } = calls;
  const hashes = names.map((name) => hashName(normaliseFunction(name)));
  const found = new Map<number, Stack>();
  return (node) => {
    let stack = found.get(node);
    if (!stack) {
      const path = pathOf(calls, node);
      const hasher = new StackHasher();
      path.forEach((name) => hasher.add(hashes[name] as (typeof hashes)[number]));
      const key = hasher.key();
      stack =
        interner.get(key) ??
        named(
          key,
          path.map((name) => names[name] as string),
          interner
        );
      found.set(node, stack);
    }
    return stack;
  };
}

function named(key: string, functions: readonly string[], interner: StackInterner): Stack {
  return {
    key,
    frames: functions.map((name) => interner.frame(name, '', 0)),
    blockedOn: blockedOn(functions),
    userFrame: userFrameIndex(functions, []),
  };
}

/** Rows as runs (runs.ts). Nodes that differ only in what a key does not look at are added up. */
export function runsOf(rows: readonly PastProfile[], stackOf: (node: number) => Stack): PastRuns {
  const told = new Map<string, { stack: Stack; cells: Cell[] }>();
  rows.forEach(({ counts, nodes }, row) =>
    nodes.forEach((node, i) => {
      const stack = stackOf(node);
      const count = counts[i] as number;
      const entry = told.get(stack.key) ?? { stack, cells: [] };
      told.set(stack.key, entry);
      const last = entry.cells.at(-1);
      if (last?.row === row) {
        last.count += count;
      } else {
        entry.cells.push({ row, count });
      }
    })
  );
  const writer = new ByteWriter();
  const starts = new Int32Array(told.size + 1);
  let stacks = 0;
  for (const { cells } of told.values()) {
    writeRun(writer, cells, rows.length);
    starts[++stacks] = writer.length;
  }
  writeEnd(writer);
  return {
    stacks: stackTable([...told.values()].map(({ stack }) => stack)),
    starts,
    runs: writer.written.slice(),
  };
}

interface Cell {
  readonly row: number;
  count: number;
}

/** @param cells ascending by row; the rows between them have 0 */
function writeRun(writer: ByteWriter, cells: readonly Cell[], rows: number): void {
  let [now, changed, next] = [0, -1, 0];
  const change = (row: number, count: number) => {
    if (count !== now) {
      writer.reserve(MAX_CHANGE_BYTES);
      writeChange(writer, row - changed - 1, count - now);
      [now, changed] = [count, row];
    }
  };
  for (const { count, row } of cells) {
    if (row > next) {
      change(next, 0);
    }
    change(row, count);
    next = row + 1;
  }
  if (next < rows) {
    change(next, 0);
  }
}
