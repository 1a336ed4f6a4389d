import type { HistoryRange } from '../history/store';
import type { Stack } from '../profile/stack';
import type { Steps } from '../steps';
import type { Span } from './span';

/** Stacks that one span has and the other has not, the largest peak first. */
export interface StackChanges {
  readonly appeared: readonly Stack[];
  readonly vanished: readonly Stack[];
}

/** A stack that shows in fewer scrapes of a span than this share is a passer-by: of a short request, say. */
const RESIDENT = 0.1;
const STACKS_PER_STEP = 64;

/**
 * Which stacks are new in `after`, and which of `before` are gone. Only residents count: those that a tenth of the span's
 * scrapes have at least; and new or gone is what the other span does not have in a single scrape.
 */
export function* stackChangeSteps(range: HistoryRange, before: Span, after: Span): Steps<StackChanges> {
  const stacks = yield* range.stacksSteps();
  const appeared: Array<{ stack: Stack; peak: number }> = [];
  const vanished: typeof appeared = [];
  const [rowsBefore, rowsAfter] = [rowsOf(range, before), rowsOf(range, after)];
  for (const [index, stack] of stacks.entries()) {
    if (index % STACKS_PER_STEP === STACKS_PER_STEP - 1) {
      yield;
    }
    const column = range.counts(stack.key);
    const [was, is] = [seenIn(column, rowsBefore), seenIn(column, rowsAfter)];
    if (was.scrapes === 0 && is.scrapes > RESIDENT * rowsAfter.length) {
      appeared.push({ stack, peak: is.peak });
    }
    if (is.scrapes === 0 && was.scrapes > RESIDENT * rowsBefore.length) {
      vanished.push({ stack, peak: was.peak });
    }
  }
  return { appeared: byPeak(appeared), vanished: byPeak(vanished) };
}

function byPeak(found: Array<{ stack: Stack; peak: number }>): Stack[] {
  return found.sort((a, b) => b.peak - a.peak).map(({ stack }) => stack);
}

/** The rows of a span that have a goroutine profile. */
function rowsOf({ profiled, times }: HistoryRange, { fromMs, toMs }: Span): number[] {
  const rows: number[] = [];
  profiled.forEach((isProfiled, row) => {
    const atMs = times[row] as number;
    if (isProfiled === 1 && atMs >= fromMs && atMs < toMs) {
      rows.push(row);
    }
  });
  return rows;
}

function seenIn(column: Float64Array, rows: readonly number[]): { scrapes: number; peak: number } {
  let scrapes = 0;
  let peak = 0;
  for (const row of rows) {
    const count = column[row] as number;
    scrapes += count > 0 ? 1 : 0;
    peak = Math.max(peak, count);
  }
  return { scrapes, peak };
}
