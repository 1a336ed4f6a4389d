import type { FrameTable } from '../../src/core/profile/frametable';
import type { Profile } from '../../src/core/profile/profile';

const INLINED = 1;
const CALLED = 2;

/** `(inline)` for a frame that all of its callers have inlined, `(partial-inline)` for one that some have. */
export type InlineMarks = (frame: number) => string;

/**
 * How each frame was called in the samples that have a value, as pprof's graph has it: an edge from caller to callee
 * counts as inlined where it always was one; within a stack its outermost occurrence counts.
 */
export function inlineMarks(profile: Profile, table: FrameTable, type: number): InlineMarks {
  const { stacks } = profile;
  const hasValue = stacksWithValue(profile, type);
  /** Whether every stack had the edge inlined, by caller and callee. */
  const edges = new Map<number, boolean>();
  for (let row = 0; row < stacks.length; row++) {
    if (hasValue[row]) {
      addEdges(profile, table, row, edges);
    }
  }
  const marks = new Uint8Array(table.length);
  for (const [edge, isInlined] of edges) {
    const callee = edge % table.length;
    marks[callee] = (marks[callee] as number) | (isInlined ? INLINED : CALLED);
  }
  return (frame) => ['', '(inline)', '', '(partial-inline)'][marks[frame] as number] as string;
}

function addEdges({ stacks }: Profile, table: FrameTable, row: number, edges: Map<number, boolean>): void {
  const seen = new Set<number>();
  let caller = -1;
  for (let i = (stacks.start[row + 1] as number) - 1; i >= (stacks.start[row] as number); i--) {
    const location = stacks.locations[i] as number;
    const last = (table.start[location + 1] as number) - 1;
    for (let at = last; at >= (table.start[location] as number); at--) {
      const callee = table.ids[at] as number;
      const edge = caller * table.length + callee;
      if (caller >= 0 && callee !== caller && !seen.has(edge)) {
        seen.add(edge);
        edges.set(edge, (edges.get(edge) ?? true) && at !== last);
      }
      caller = callee;
    }
  }
}

function stacksWithValue({ samples, stacks }: Profile, type: number): Uint8Array {
  const result = new Uint8Array(stacks.length);
  for (let sample = 0; sample < samples.length; sample++) {
    if (samples.values[(samples.valueStart[sample] as number) + type] !== 0) {
      result[samples.stack[sample] as number] = 1;
    }
  }
  return result;
}
