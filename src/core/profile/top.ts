import { frameTable, type FrameTable, type Granularity } from './frametable';
import type { Profile } from './profile';
import type { Frame } from './stack';
import { regroup, rowSums, sumAt, type Sums } from './sums';

/** One row of `go tool pprof -top`: a frame with what it holds itself and what it and its callees hold. */
export interface TopRow extends Frame {
  readonly flat: number | bigint;
  readonly cum: number | bigint;
}

/**
 * Flat and cum of every frame of the profile, in the order of `frameTable`'s numbers (sort with `byFlat` or `byCum`). A frame that is in a stack more than
 * once counts once; an empty stack counts for none. At granularity `functions` a row's line is where the function
 * begins, 0 where the profile does not say; its file is that of the first of the functions with this name.
 */
export function topFrames(profile: Profile, typeIndex: number, granularity: Granularity = 'functions'): TopRow[] {
  const frames = frameTable(profile, granularity);
  const rows = rowSums(profile, typeIndex);
  const flat = leafSums(profile, frames, rows);
  const cum = cumSums(profile, frames, rows);
  return Array.from(frames.line, (_, id) => ({
    ...describeFrame(profile, frames, id, granularity),
    flat: sumAt(flat, id),
    cum: sumAt(cum, id),
  }));
}

/** As pprof sorts: by the absolute value, then by name. */
export const byFlat = (a: TopRow, b: TopRow): number => compare(a.flat, b.flat) || byName(a, b);
export const byCum = (a: TopRow, b: TopRow): number => compare(a.cum, b.cum) || byName(a, b);

function byName(a: TopRow, b: TopRow): number {
  return a.function < b.function ? -1 : a.function > b.function ? 1 : 0;
}

function compare(a: number | bigint, b: number | bigint): number {
  const [x, y] = [a < 0 ? -a : a, b < 0 ? -b : b];
  return x > y ? -1 : x < y ? 1 : 0;
}

/** By frame: the sum over the stacks of which it is the leaf. */
export function leafSums(profile: Profile, frames: FrameTable, rows: Sums): Sums {
  const { stacks } = profile;
  const leaf = new Uint32Array(stacks.length);
  for (let row = 0; row < stacks.length; row++) {
    const location = stacks.leaves[row] as number;
    // Empty stacks have no leaf: they go to a cell of their own, which nobody looks at.
    leaf[row] = location < 0 ? frames.length : (frames.ids[frames.start[location] as number] as number);
  }
  return regroup(rows, leaf, frames.length + 1);
}

/** By frame: the sum over the stacks that it is in. */
function cumSums({ stacks }: Profile, frames: FrameTable, rows: Sums): Sums {
  const numbers = new Float64Array(frames.length);
  const exact = rows.exact && Array.from({ length: frames.length }, () => 0n);
  const seenIn = new Int32Array(frames.length).fill(-1);
  const stack = new Uint32Array(stacks.deepest);
  for (let row = 0; row < stacks.length; row++) {
    const depth = stacks.read(row, stack);
    eachFrame(frames, stack, depth, (id) => {
      if (seenIn[id] !== row) {
        seenIn[id] = row;
        numbers[id] = (numbers[id] as number) + (rows.numbers[row] as number);
        if (exact) {
          exact[id] = (exact[id] as bigint) + (rows.exact?.[row] as bigint);
        }
      }
    });
  }
  return exact ? { numbers: Float64Array.from(exact, Number), exact } : { numbers };
}

/** Calls `visit` with each frame of the locations `stack[0, depth)`. */
function eachFrame(frames: FrameTable, stack: Uint32Array, depth: number, visit: (id: number) => void): void {
  for (let i = 0; i < depth; i++) {
    const location = stack[i] as number;
    for (let at = frames.start[location] as number; at < (frames.start[location + 1] as number); at++) {
      visit(frames.ids[at] as number);
    }
  }
}

/** A frame as a person reads it: only what the granularity tells apart, and where a function begins. */
export function describeFrame(profile: Profile, frames: FrameTable, id: number, granularity: Granularity): Frame {
  const { functions, lines, strings } = profile;
  const line = frames.line[id] as number;
  const row = line < 0 ? -1 : (lines.function[line] as number);
  if (row < 0) {
    return { function: '', file: '', line: 0 };
  }
  return {
    function: granularity === 'files' ? '' : strings.get(functions.name[row] as number),
    file: strings.get(functions.filename[row] as number),
    line:
      granularity === 'files'
        ? 0
        : ((granularity === 'functions' ? functions.startLine[row] : lines.line[line]) as number),
  };
}
