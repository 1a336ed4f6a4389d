import type { Steps } from '../../steps';
import type { CallEdges, CallGraph } from './graph';
import { bySize, byText } from '../../sort';
import { inlineMarks, topEntry } from './top';
import type { CallEdge, TreeEntry } from './view';

const EDGES_PER_STEP = 16384;
const ENTRIES_PER_STEP = 256;

/** The nodes with what called them and what they called, in pprof's order: by value, then by name. */
export function* treeSteps(graph: CallGraph, nodes: readonly number[]): Steps<TreeEntry[]> {
  const marks = inlineMarks(graph);
  const callers = new Map(nodes.map((node) => [node, [] as number[]]));
  const callees = new Map(nodes.map((node) => [node, [] as number[]]));
  const { edges } = graph;
  for (let edge = 0; edge < edges.length; edge++) {
    callers.get(edges.callee[edge] as number)?.push(edge);
    callees.get(edges.caller[edge] as number)?.push(edge);
    if (edge % EDGES_PER_STEP === EDGES_PER_STEP - 1) {
      yield;
    }
  }
  const entries: TreeEntry[] = [];
  for (const [i, node] of nodes.entries()) {
    entries.push({
      ...topEntry(graph, marks, node),
      callers: callEdges(graph, callers.get(node) as number[], edges.caller),
      callees: callEdges(graph, callees.get(node) as number[], edges.callee),
    });
    if (i % ENTRIES_PER_STEP === ENTRIES_PER_STEP - 1) {
      yield;
    }
  }
  return entries;
}

function callEdges({ edges, frames }: CallGraph, of: readonly number[], ends: CallEdges['caller']): CallEdge[] {
  return of
    .map((edge) => ({
      frame: frames[ends[edge] as number] as CallEdge['frame'],
      value: edges.value[edge] as number,
      isInlined: edges.isInlined[edge] as boolean,
    }))
    .sort((a, b) => bySize(a.value, b.value) || byText(a.frame.name, b.frame.name));
}
