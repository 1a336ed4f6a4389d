import { FieldType, type DataFrame, type Field } from '@grafana/data';
import type { HistoryRange } from '../core/history/store';
import type { Stack } from '../core/profile/stack';
import type { GoroutineSeries, GoroutinesMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf } from './rows';

export interface GoroutinesFrameOptions {
  refId: string;
  groupBy: GoroutinesMeta['groupBy'];
  /** How many groups stand by themselves. */
  top: number;
  focus?: RegExp;
  ignore?: RegExp;
}

/** Stacks that are shown as one line, with their goroutines over the scrapes of the range. */
interface Group {
  /** The field's name, unique in the range. */
  name: string;
  stacks: Stack[];
  counts: Float64Array;
}

/**
 * Goroutines over time as one wide frame: `time`, then the `top` groups, then `other`. Groups are ranked by their peak
 * in the range: by their newest count, waves of load would swap places, and colours, with every scrape. With a filter,
 * `total` and `other` count what passed it. meta.custom: GoroutinesMeta.
 */
export function goroutinesFrame(range: HistoryRange, facts: ProbeFacts, options: GoroutinesFrameOptions): DataFrame {
  const rows = rowsOf(range, facts.intervalMs);
  const stacks = range.stacks.filter((stack) => passes(stack, options));
  const groups = groupsOf(range, stacks, options);
  const shown = options.groupBy === 'total' ? groups : groups.slice(0, Math.max(0, options.top));
  const rest = groups.slice(shown.length);

  const series: Record<string, GoroutineSeries> = {};
  const fields: Field[] = [{ name: 'time', type: FieldType.time, config: {}, values: rows.times }];
  const add = (name: string, counts: Float64Array, facts: GoroutineSeries) => {
    series[name] = facts;
    fields.push({
      name,
      type: FieldType.number,
      config: { displayNameFromDS: name, unit: 'short', min: 0 },
      labels: labelsOf(facts),
      values: valuesOf(counts, rows),
    });
  };
  shown.forEach((group) => add(group.name, group.counts, seriesOf(group, options.groupBy)));
  if (rest.length > 0) {
    const counts = addUp(
      range,
      rest.flatMap((group) => group.stacks)
    );
    add(OTHER, counts, { role: 'other', groups: rest.length });
  }
  const custom: GoroutinesMeta = {
    version: 1,
    kind: 'goroutines',
    probe: probeMeta(range, facts),
    restarts: rows.restarts,
    groupBy: options.groupBy,
    totalNow: valuesOf(range.totals, rows).at(-1) ?? null,
    groups: groups.length,
    series,
  };
  return {
    refId: options.refId,
    name: 'goroutines',
    meta: {
      custom,
      notices: failureNotices(range, 'goroutines'),
      preferredVisualisationPluginId: 'tidemark-goroutines-panel',
    },
    fields,
    length: rows.times.length,
  };
}

const OTHER = 'other';

/** The frame that a stack is called by: the user's own first, else the function that the goroutine was started with. */
export function namedBy({ frames, userFrame }: Stack): number {
  if (userFrame >= 0) {
    return userFrame;
  }
  const isExit = frames.at(-1)?.function === 'runtime.goexit';
  return frames.length - (isExit && frames.length > 1 ? 2 : 1);
}

function nameOf(stack: Stack): string {
  return stack.frames[namedBy(stack)]?.function ?? '(empty stack)';
}

function passes(stack: Stack, { focus, ignore }: GoroutinesFrameOptions): boolean {
  const matches = (pattern: RegExp) => stack.frames.some((frame) => pattern.test(frame.function));
  return (!focus || matches(focus)) && !(ignore && matches(ignore));
}

function groupsOf(range: HistoryRange, stacks: Stack[], options: GoroutinesFrameOptions): Group[] {
  if (options.groupBy === 'total') {
    const counts = options.focus || options.ignore ? addUp(range, stacks) : range.totals;
    return [{ name: 'total', stacks, counts }];
  }
  // Two stacks can be called by the same function. In the order of their first sighting, which does not change, the
  // second and later ones get a number.
  const members = new Map<string, Stack[]>();
  const names = new Map<string, number>();
  for (const stack of stacks) {
    const name = nameOf(stack);
    const twins = names.get(name) ?? 0;
    const group = options.groupBy === 'stack' && twins > 0 ? `${name} (${twins + 1})` : name;
    names.set(name, twins + 1);
    members.set(group, [...(members.get(group) ?? []), stack]);
  }
  return [...members]
    .map(([name, own]) => ({
      name,
      stacks: own,
      counts: own.length === 1 ? range.counts(own[0]!.key) : addUp(range, own),
    }))
    .map((group) => ({ group, ...weigh(group.counts) }))
    .sort((a, b) => b.peak - a.peak || b.sum - a.sum || (a.group.name < b.group.name ? -1 : 1))
    .map(({ group }) => group);
}

function seriesOf({ stacks }: Group, role: GoroutinesMeta['groupBy']): GoroutineSeries {
  const [stack] = stacks;
  if (role !== 'stack' || !stack) {
    return { role };
  }
  const { key, blockedOn, frames, userFrame } = stack;
  return { role, stackKey: key, blockedOn, frames, userFrame, namedBy: namedBy(stack) };
}

function labelsOf({ stackKey, blockedOn }: GoroutineSeries): Field['labels'] {
  return stackKey && blockedOn ? { stack: stackKey, blocked_on: blockedOn } : undefined;
}

/** Adds up the counts of stacks, scrape by scrape. NaN stays NaN: no profile was taken then. */
function addUp(range: HistoryRange, stacks: readonly Stack[]): Float64Array {
  const added = Float64Array.from(range.totals, (total) => (Number.isNaN(total) ? NaN : 0));
  for (const { key } of stacks) {
    const counts = range.counts(key);
    for (let i = 0; i < added.length; i++) {
      added[i]! += counts[i]!;
    }
  }
  return added;
}

/** How much a column holds over the range: its highest cell, and all of them, which tells a resident from a guest. */
function weigh(column: Float64Array): { peak: number; sum: number } {
  let [peak, sum] = [0, 0];
  for (const value of column) {
    if (!Number.isNaN(value)) {
      peak = Math.max(peak, value);
      sum += value;
    }
  }
  return { peak, sum };
}
