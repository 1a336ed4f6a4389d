import { median } from '../growth/median';
import type { GrowthOptions } from '../growth/options';
import type { Suspect } from '../growth/suspect';
import { suspectSteps } from '../growth/suspects';
import type { HistoryRange } from '../history/store';
import type { Stack } from '../profile/stack';
import type { TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import { countsOf, paceOf, spellOf, type Pace, type Spell } from './pace';
import type { Span } from './span';
import { stackChangeSteps, type StackChanges } from './stacks';
import { verdictOf, verdictOfAll, type Verdict } from './verdict';

/** Two spans side by side: what leaked in either, and what became of it. */
export interface Comparison {
  readonly before: Span;
  readonly after: Span;
  readonly verdict: Verdict;
  /** What was looked at of each span; absent where that is too little. */
  readonly looked: { readonly before?: Looked; readonly after?: Looked };
  /** What leaked in at least one of the two, the fastest first. */
  readonly leaks: readonly LeakChange[];
  /** All goroutines; absent where one of the spans is too short. */
  readonly total?: { readonly before: Pace; readonly after: Pace };
  /** The median of all goroutines that are in none of the leaks: what the load did meanwhile. */
  readonly rest?: { readonly before: number; readonly after: number };
  readonly stacks: StackChanges;
}

export interface Looked {
  readonly minutes: number;
  readonly scrapes: number;
}

export interface LeakChange {
  /** The stack to show first. */
  readonly leader: Stack;
  readonly stacks: readonly Stack[];
  readonly before: Pace;
  readonly after: Pace;
  readonly verdict: Verdict;
}

/** What was scraped from one moment (included) to another (not included). */
export type RangeAt = (fromMs: TimestampMs, toMs: TimestampMs) => HistoryRange;

/**
 * Compares two spans of one history. The leaks of each are found as `suspects` finds them, each in its own span; then each
 * is measured in both. A leak of one span that is seen in the other too small to be a suspect there is compared all the
 * same.
 */
export function* compareSteps(rangeAt: RangeAt, before: Span, after: Span, options: GrowthOptions): Steps<Comparison> {
  const range = rangeAt(Math.min(before.fromMs, after.fromMs), Math.max(before.toMs, after.toMs));
  const spells = [spellOf(range, before), spellOf(range, after)] as const;
  const looked = {
    ...(spells[0] ? { before: lookedAt(spells[0]) } : {}),
    ...(spells[1] ? { after: lookedAt(spells[1]) } : {}),
  };
  const stacks = yield* stackChangeSteps(range, before, after);
  const [was, is] = spells;
  if (!was || !is) {
    return { before, after, verdict: 'not enough data', looked, leaks: [], stacks };
  }
  const found = [...(yield* suspectsOf(rangeAt, before, options)), ...(yield* suspectsOf(rangeAt, after, options))];
  const leaks: LeakChange[] = [];
  for (const { leader, members } of distinct(found)) {
    const own = members.map(({ stack }) => stack);
    const column = countsOf(
      range,
      own.map(({ key }) => key)
    );
    const paces = { before: paceOf(column, was), after: paceOf(column, is) };
    const verdict = verdictOf(paces.before, paces.after, is.minutes, options.minRise);
    leaks.push({ leader: leader.stack, stacks: own, ...paces, verdict });
    yield;
  }
  leaks.sort((a, b) => fastest(b) - fastest(a));
  const total = { before: paceOf(range.totals, was), after: paceOf(range.totals, is) };
  const leaking = countsOf(range, new Set(leaks.flatMap((leak) => leak.stacks.map(({ key }) => key))));
  const rest = range.totals.map((all, row) => all - (leaking[row] as number));
  return {
    before,
    after,
    verdict: verdictOfAll(leaks.map(({ verdict }) => verdict)),
    looked,
    leaks,
    total,
    rest: { before: medianOf(rest, was), after: medianOf(rest, is) },
    stacks,
  };
}

/** The suspects within one span. Where it begins with a deploy, the range begins earlier, so that the warm-up is dropped. */
function* suspectsOf(rangeAt: RangeAt, span: Span, options: GrowthOptions): Steps<readonly Suspect[]> {
  const { fromMs, since, toMs } = span;
  const range = rangeAt(since ? fromMs - LEAD_MS : fromMs, toMs);
  const { suspects } = yield* suspectSteps(range, { ...options, deploys: since ? [fromMs] : [] });
  return suspects.filter(({ sinceMs }) => sinceMs >= fromMs);
}

/** Back to at least one scrape before, whatever the interval. */
const LEAD_MS = 10 * 60_000;

/** One suspect per set of stacks: what leaks in both spans is found twice, perhaps with fewer members the second time. */
function distinct(found: readonly Suspect[]): Suspect[] {
  const kept: Suspect[] = [];
  const taken = new Set<string>();
  for (const suspect of found) {
    if (!suspect.members.some(({ stack }) => taken.has(stack.key))) {
      kept.push(suspect);
      suspect.members.forEach(({ stack }) => taken.add(stack.key));
    }
  }
  return kept;
}

function fastest({ after, before }: LeakChange): number {
  return Math.max(before.perMinute, after.perMinute);
}

function lookedAt({ minutes, scrapes }: Spell): Looked {
  return { minutes, scrapes };
}

function medianOf(column: Float64Array, { setting: { cells } }: Spell): number {
  const values: number[] = [];
  cells.from.forEach((from, cell) => {
    for (let row = from; row < (cells.to[cell] as number); row++) {
      const value = column[row] as number;
      if (!Number.isNaN(value)) {
        values.push(value);
      }
    }
  });
  return median(values);
}
