import type { Evidence } from '../growth/evidence';
import { stackName } from '../growth/words';
import { OTHER, type CountSeries, type GoroutinesAnswer } from '../history/answers';
import { rangeFacts, type RangeFacts } from '../history/rangeFacts';
import type { HistoryRange } from '../history/store';
import type { StackKey } from '../profile/stack';
import type { TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import type { JudgedSuspect, Judgement } from './judgement';
import { countsOf } from './pace';

/** The suspects with what a picture needs beside them: plain data that can be sent to another thread. */
export interface SuspectsAnswer extends RangeFacts, Omit<Judgement, 'suspects'> {
  readonly suspects: readonly SuspectAnswer[];
}

export interface SuspectAnswer extends JudgedSuspect {
  readonly trend: Trend;
}

/** Low tide for a sparkline: the least count of each stretch of scrapes, null where the line breaks at a restart. */
export interface Trend {
  readonly times: readonly TimestampMs[];
  readonly values: ReadonlyArray<number | null>;
}

/**
 * @param range what is shown; the judgement may rest on another
 * @param provedOf what collections proved so far of the process that runs
 */
export function* suspectsAnswer(
  range: HistoryRange,
  judgement: Judgement,
  provedOf: (stacks: readonly StackKey[]) => Evidence | undefined = () => undefined
): Steps<SuspectsAnswer> {
  const suspects: SuspectAnswer[] = [];
  for (const suspect of judgement.suspects) {
    const proved = provedOf(suspect.members.map(({ stack }) => stack.key));
    const evidence = proved ? [proved, ...suspect.evidence] : suspect.evidence;
    suspects.push({ ...suspect, evidence, trend: trendOf(range, columnOf(range, suspect)) });
    yield;
  }
  return { ...rangeFacts(range, 'goroutines'), ...judgement, suspects };
}

/** Goroutines over time: each suspect by itself, in the order of the suspects, and all others together. */
export function* leaksAnswer(range: HistoryRange, { suspects }: Judgement): Steps<GoroutinesAnswer> {
  const stacks = yield* range.stacksSteps();
  const rest = range.totals.slice();
  const series: CountSeries[] = [];
  const names = new Map<string, number>();
  let leaking = 0;
  for (const suspect of suspects) {
    const counts = columnOf(range, suspect);
    counts.forEach((count, row) => (rest[row] = (rest[row] as number) - count));
    leaking += suspect.members.length;
    const name = stackName(suspect.leader.stack);
    const twin = (names.get(name) ?? 0) + 1;
    names.set(name, twin);
    series.push({
      name: twin > 1 ? `${name} (${twin})` : name,
      role: 'leak',
      leak: suspect.id,
      stack: suspect.leader.stack,
      counts,
    });
    yield;
  }
  series.push({ name: OTHER, role: 'other', groups: Math.max(0, stacks.length - leaking), counts: rest });
  return {
    ...rangeFacts(range, 'goroutines'),
    totalNow: range.totals.at(-1) ?? NaN,
    groups: stacks.length,
    series,
  };
}

function columnOf(range: HistoryRange, { members }: JudgedSuspect): Float64Array {
  return countsOf(
    range,
    members.map(({ stack }) => stack.key)
  );
}

/** As many points as a sparkline of 100 pixels can show. */
const TREND_POINTS = 50;

function trendOf({ restarts, times }: HistoryRange, column: Float64Array): Trend {
  const cuts = new Set(restarts);
  const size = Math.max(1, Math.ceil(column.length / TREND_POINTS));
  const points: Array<{ time: TimestampMs; value: number | null }> = [];
  let least = Infinity;
  let taken = 0;
  const flush = (row: number) => {
    if (taken > 0) {
      points.push({ time: times[row] as number, value: least === Infinity ? null : least });
    }
    least = Infinity;
    taken = 0;
  };
  for (let row = 0; row < column.length; row++) {
    if (cuts.has(row) && row > 0) {
      flush(row - 1);
      points.push({ time: times[row] as number, value: null });
    }
    const count = column[row] as number;
    least = Number.isNaN(count) ? least : Math.min(least, count);
    if (++taken === size) {
      flush(row);
    }
  }
  flush(column.length - 1);
  return { times: points.map(({ time }) => time), values: points.map(({ value }) => value) };
}
