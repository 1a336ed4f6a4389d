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
  name: string;
  stacks: Stack[];
  counts: Float64Array;
  now: number;
}

/**
 * Goroutines over time as one wide frame: `time`, then the `top` groups that are largest now, biggest first, then
 * `other`. With a filter, `total` and `other` count what passed it. meta.custom: GoroutinesMeta.
 */
export function goroutinesFrame(range: HistoryRange, facts: ProbeFacts, options: GoroutinesFrameOptions): DataFrame {
  const rows = rowsOf(range, facts.intervalMs);
  const stacks = range.stacks.filter((stack) => passes(stack, options));
  const groups = groupsOf(range, stacks, options);
  const shown = options.groupBy === 'total' ? groups : groups.slice(0, Math.max(0, options.top));
  const rest = groups.slice(shown.length);

  const series: Record<string, GoroutineSeries> = {};
  const fields: Field[] = [{ name: 'time', type: FieldType.time, config: {}, values: rows.times }];
  for (const group of rest.length ? [...shown, otherOf(range, rest)] : shown) {
    const role = rest.length && group.name === OTHER ? 'other' : options.groupBy;
    const name = unused(group.name, series);
    series[name] = seriesOf(role, group, rest.length);
    fields.push({
      name,
      type: FieldType.number,
      config: { displayNameFromDS: name, unit: 'short', min: 0 },
      labels: labelsOf(series[name]),
      values: valuesOf(group.counts, rows),
    });
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
    const filtered = options.focus ?? options.ignore;
    const counts = filtered ? sum(range, stacks) : range.totals;
    return [{ name: 'total', stacks, counts, now: newest(counts) }];
  }
  const byName = new Map<string, Stack[]>();
  for (const stack of stacks) {
    const name = options.groupBy === 'stack' ? stack.key : nameOf(stack);
    byName.set(name, [...(byName.get(name) ?? []), stack]);
  }
  return [...byName.values()]
    .map((members) => {
      const counts = sum(range, members);
      return { name: nameOf(members[0]!), stacks: members, counts, now: newest(counts) };
    })
    .sort((a, b) => b.now - a.now || peak(b.counts) - peak(a.counts) || (a.name < b.name ? -1 : 1));
}

function otherOf(range: HistoryRange, rest: Group[]): Group {
  const stacks = rest.flatMap((group) => group.stacks);
  const counts = sum(range, stacks);
  return { name: OTHER, stacks, counts, now: newest(counts) };
}

function seriesOf(role: GoroutineSeries['role'], { stacks }: Group, restGroups: number): GoroutineSeries {
  const [stack] = stacks;
  if (role === 'other') {
    return { role, groups: restGroups };
  }
  if (role !== 'stack' || !stack) {
    return { role };
  }
  const { key, blockedOn, frames, userFrame } = stack;
  return { role, stackKey: key, blockedOn, frames, userFrame, namedBy: namedBy(stack) };
}

function labelsOf({ stackKey, blockedOn }: GoroutineSeries): Field['labels'] {
  return stackKey && blockedOn ? { stack: stackKey, blocked_on: blockedOn } : undefined;
}

/** Two stacks can be called by the same function: the second and later ones get a number. */
function unused(name: string, taken: Readonly<Record<string, unknown>>): string {
  let candidate = name;
  for (let n = 2; candidate in taken; n++) {
    candidate = `${name} (${n})`;
  }
  return candidate;
}

/** Adds up the counts of stacks, scrape by scrape. NaN stays NaN: no profile was taken then. */
function sum(range: HistoryRange, stacks: readonly Stack[]): Float64Array {
  const added = Float64Array.from(range.totals, (total) => (Number.isNaN(total) ? NaN : 0));
  for (const { key } of stacks) {
    const counts = range.counts(key);
    for (let i = 0; i < added.length; i++) {
      added[i]! += counts[i]!;
    }
  }
  return added;
}

/** The newest count; 0 where none was ever taken. A failed scrape at the end must not reorder everything. */
function newest(column: Float64Array): number {
  for (let i = column.length - 1; i >= 0; i--) {
    if (!Number.isNaN(column[i])) {
      return column[i]!;
    }
  }
  return 0;
}

function peak(column: Float64Array): number {
  return column.reduce((most, value) => (value > most ? value : most), 0);
}
