import type { Steps } from '../../steps';
import type { CallEdges, CallGraph } from './graph';
import { bySize, byText, sortSteps } from '../../sort';
import type { TopEntry, ViewOptions } from './view';

/** The nodes that have a value, in pprof's order: by flat or cum, then by name, then by the other. */
export function* rankSteps({ cum, flat, frames }: CallGraph, order: ViewOptions['order']): Steps<number[]> {
  const [first, second] = order === 'cum' ? [cum, flat] : [flat, cum];
  const nodes = [...frames.keys()].filter((node) => cum[node] !== 0 || flat[node] !== 0);
  const name = (node: number) => frames[node]?.name ?? '';
  return yield* sortSteps(
    nodes,
    (a, b) =>
      bySize(first[a] as number, first[b] as number) ||
      byText(name(a), name(b)) ||
      bySize(second[a] as number, second[b] as number)
  );
}

const INLINED = 1;
const CALLED = 2;
const WORDS = ['none', 'all', 'none', 'some'] as const;

/** By node: how its callers call it. */
export type InlineMarks = Uint8Array;

export function inlineMarks({ edges, frames }: CallGraph): InlineMarks {
  const marks = new Uint8Array(frames.length);
  const { callee, isInlined, length }: CallEdges = edges;
  for (let edge = 0; edge < length; edge++) {
    const node = callee[edge] as number;
    marks[node] = (marks[node] as number) | (isInlined[edge] ? INLINED : CALLED);
  }
  return marks;
}

export function topEntry({ cum, flat, frames }: CallGraph, marks: InlineMarks, node: number): TopEntry {
  return {
    ...(frames[node] as TopEntry),
    flat: flat[node] as number,
    cum: cum[node] as number,
    inlined: WORDS[marks[node] as number] as TopEntry['inlined'],
  };
}
