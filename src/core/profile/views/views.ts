import type { Steps } from '../../steps';
import { ProfileError } from '../error';
import { filterSteps } from './filter';
import { flamegraphSteps } from './flamegraph';
import { graphSteps } from './graph';
import { matches } from './pattern';
import { checkExact, type StackTable } from './stacktable';
import { inlineMarks, rankSteps, topEntry } from './top';
import { tracesSteps } from './traces';
import { treeSteps } from './tree';
import type { ViewAnswer, ViewFacts, ViewOptions } from './view';

/**
 * A view of a table, or of the difference to a base: pprof's -diff_base. The flame graph alone keeps both sides apart.
 *
 * Throws ProfileError where the two are of different sample types or units, or add up beyond 2^53; SyntaxError where a
 * label filter is no regular expression.
 */
export function* viewSteps(now: StackTable, base: StackTable | undefined, options: ViewOptions): Steps<ViewAnswer> {
  const { granularity, order, top, view } = options;
  const before = base ? [now, base] : [now];
  const total = totalOf(now, base);
  yield;
  const tables = yield* filterSteps(before, options.filter);
  const [left, right] = tables as [StackTable, StackTable | undefined];
  const facts = { sampleType: now.sampleType, total, sum: sumOf(left) - (right ? sumOf(right) : 0) };
  switch (view) {
    case 'traces': {
      const { count, rows } = yield* tracesSteps([left, right], granularity, top);
      return { view, ...facts, count, shown: add(rows.map(({ value }) => value)), rows };
    }
    case 'flamegraph': {
      const { count, nodes } = yield* flamegraphSteps(tables, granularity, top);
      const shown = add(nodes.map(({ baseSelf = 0, self }) => self - baseSelf));
      return { view, ...facts, count, shown, nodes };
    }
    default:
      return yield* rowsSteps({ view, order, top, peek: options.peek }, facts);
  }

  function* rowsSteps(
    asked: { view: 'top' | 'peek' | 'tree' } & Pick<ViewOptions, 'order' | 'top' | 'peek'>,
    facts: Pick<ViewFacts, 'sampleType' | 'total' | 'sum'>
  ): Steps<ViewAnswer> {
    const graph = yield* graphSteps(left, right, granularity);
    const ranked = yield* rankSteps(graph, asked.order);
    const { peek } = asked;
    const found =
      asked.view === 'peek' && peek ? ranked.filter((node) => matches(peek, graph.frames[node]?.name ?? '')) : ranked;
    const nodes = found.slice(0, asked.top);
    const counts = { count: found.length, shown: add(nodes.map((node) => graph.flat[node] as number)) };
    if (asked.view === 'top') {
      const marks = inlineMarks(graph);
      return { view: 'top', ...facts, ...counts, rows: nodes.map((node) => topEntry(graph, marks, node)) };
    }
    return { view: asked.view, ...facts, ...counts, rows: yield* treeSteps(graph, nodes) };
  }
}

function totalOf(now: StackTable, base: StackTable | undefined): number {
  const { sampleType: type } = now;
  if (base && (base.sampleType.type !== type.type || base.sampleType.unit !== type.unit)) {
    const found = `${base.sampleType.type}/${base.sampleType.unit}`;
    throw new ProfileError(`expected a base of ${type.type}/${type.unit}, found ${found}`);
  }
  const all = checkExact(now.samples.values, type);
  const ofBase = base ? checkExact(base.samples.values, type, all) - all : 0;
  return ofBase || all;
}

/** Of the samples that have a stack: those are what views show. */
function sumOf({ samples, stacks }: StackTable): number {
  let sum = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    const row = samples.stack[sample] as number;
    if ((stacks.start[row] as number) < (stacks.start[row + 1] as number)) {
      sum += samples.values[sample] as number;
    }
  }
  return sum;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
