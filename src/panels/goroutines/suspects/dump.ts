import type { DataFrame, PanelData } from '@grafana/data';
import type { Creator, DumpMeta, DumpStackRow, SuspectRow, WaitRange } from '../../../frames/contract';

/** A frame of query type dump beside the suspects: what debug=2 said of each stack, or what asking for it would cost. */
export interface DumpModel {
  frame: DataFrame;
  meta: DumpMeta;
}

/** The dump among the panel's data, of the target that the suspects are of. */
export function readDump(data: PanelData, target: string): DumpModel | undefined {
  const frame = data.series.find(({ meta }) => {
    const custom: Partial<DumpMeta> | undefined = meta?.custom;
    return (
      custom?.kind === 'dump' && custom.version === 1 && custom.view === 'stacks' && custom.probe?.target === target
    );
  });
  return frame && { frame, meta: frame.meta!.custom as DumpMeta };
}

/** What a dump says of one leak's stacks together. */
export interface Waiters {
  /** Goroutines that it found in them. */
  count: number;
  /** How many have waited how long, ascending, from the first range that somebody is in to the last. */
  waits: readonly WaitRange[];
  /** The longest wait, in whole minutes, and whose it is; null where nobody waits. */
  oldest: { minutes: number; goroutine: number } | null;
  /** The most frequent first. */
  creators: ReadonlyArray<{ creator: Creator; count: number }>;
  /** pprof labels, the most frequent first. */
  labels: DumpStackRow['labels'];
}

/** What the dump says of a leak. Undefined before there is a dump. */
export function waitersOf({ members }: SuspectRow, dump: DumpModel | undefined): Waiters | undefined {
  const answer = dump?.meta.answer;
  if (!answer) {
    return undefined;
  }
  const keys = new Set(members.map(({ stackKey }) => stackKey));
  const stacks = answer.stacks.filter(({ stackKey }) => keys.has(stackKey));
  const [first, ...others] = stacks;
  let longest = first;
  for (const stack of others) {
    longest = longest && stack.minutes.most > longest.minutes.most ? stack : longest;
  }
  return {
    count: stacks.reduce((sum, { count }) => sum + count, 0),
    waits: added(stacks.map(({ waits }) => waits)),
    oldest: longest ? { minutes: longest.minutes.most, goroutine: longest.oldest } : null,
    creators: merged(stacks.flatMap(({ creators }) => creators)),
    labels: addedLabels(stacks.flatMap(({ labels }) => labels)),
  };
}

/** Who created the goroutines of a leak that never reaches code of the user's own; empty for other leaks. */
export function creatorsToName(row: SuspectRow, waiters: Waiters | undefined): Waiters['creators'] {
  return waiters && row.members.every(({ userFrame }) => userFrame < 0) ? waiters.creators : [];
}

function added(all: ReadonlyArray<readonly WaitRange[]>): WaitRange[] {
  const byStart = new Map<number, WaitRange>();
  for (const range of all.flat()) {
    const before = byStart.get(range.from)?.count ?? 0;
    byStart.set(range.from, { ...range, count: before + range.count });
  }
  const ranges = [...byStart.values()].sort((a, b) => a.from - b.from);
  const inUse = ranges.map(({ count }) => count > 0);
  return ranges.slice(Math.max(0, inUse.indexOf(true)), inUse.lastIndexOf(true) + 1);
}

/** By the line with the go statement: stacks of one leak often begin there together. */
function merged(creators: Waiters['creators']): Waiters['creators'] {
  const byLine = new Map<string, { creator: Creator; count: number }>();
  for (const { creator, count } of creators) {
    const line = `${creator.function}\n${creator.file}:${creator.line}`;
    const before = byLine.get(line);
    byLine.set(line, {
      creator: before ? inCommon(before.creator, creator) : creator,
      count: (before?.count ?? 0) + count,
    });
  }
  return [...byLine.values()].sort((a, b) => b.count - a.count);
}

/** Of two creators at one place: with the goroutine where that is one and the same. */
function inCommon(one: Creator, other: Creator): Creator {
  const { goroutine, now: _, ...place } = one;
  return goroutine === other.goroutine ? one : place;
}

function addedLabels(labels: Waiters['labels']): Waiters['labels'] {
  const byText = new Map<string, Waiters['labels'][number]>();
  for (const label of labels) {
    const text = JSON.stringify([label.key, label.value]);
    byText.set(text, { ...label, count: (byText.get(text)?.count ?? 0) + label.count });
  }
  return [...byText.values()].sort((a, b) => b.count - a.count);
}
