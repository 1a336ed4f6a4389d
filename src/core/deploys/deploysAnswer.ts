import { rangeFacts, type RangeFacts } from '../history/rangeFacts';
import type { HistoryRange } from '../history/store';
import type { TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import { compareSteps, type Comparison, type RangeAt } from './comparison';
import type { Deploy } from './deploy';
import { deploysOf } from './merge';
import { spansOf } from './span';
import { stackName } from '../growth/words';
import { growthOptions, judge, type JudgementOptions } from './judgement';

/** The deploys of a range, the newest first, each with what came before it and what since. */
export interface DeploysAnswer extends RangeFacts {
  readonly deploys: ReadonlyArray<{ readonly deploy: Deploy; readonly comparison: Comparison }>;
}

/** So many of the newest deploys are compared: each comparison looks for leaks twice. */
export const MOST_DEPLOYS = 12;

export function* deploysAnswer(range: HistoryRange, rangeAt: RangeAt, options: JudgementOptions): Steps<DeploysAnswer> {
  const deploys = deploysOf(range, options.posted ?? []);
  const spans = spansOf(range, deploys);
  const rows: Array<DeploysAnswer['deploys'][number]> = [];
  for (let i = deploys.length - 1; i >= Math.max(0, deploys.length - MOST_DEPLOYS); i--) {
    const [before, after] = [spans[i], spans[i + 1]];
    const deploy = deploys[i];
    if (deploy && before && after) {
      rows.push({ deploy, comparison: yield* compareSteps(rangeAt, before, after, growthOptions(options)) });
    }
  }
  return { ...rangeFacts(range, 'goroutines'), deploys: rows };
}

/** What happened to the program, for flags over a picture. */
export interface EventsAnswer extends RangeFacts {
  readonly restartsAt: readonly TimestampMs[];
  readonly deploys: readonly Deploy[];
  /** Where growth began, with the function that the leak is called by. */
  readonly onsets: ReadonlyArray<{ readonly atMs: TimestampMs; readonly function: string; readonly perMinute: number }>;
}

export function* eventsAnswer(range: HistoryRange, options: JudgementOptions): Steps<EventsAnswer> {
  const judgement = yield* judge(range, options);
  const deployed = new Set(judgement.deploys.map(({ atMs }) => atMs));
  return {
    ...rangeFacts(range, 'goroutines'),
    restartsAt: range.restarts.map((row) => range.times[row] as number).filter((atMs) => !deployed.has(atMs)),
    deploys: judgement.deploys,
    // What grew from the window's start on has no onset that was seen.
    onsets: judgement.suspects
      .filter(({ sinceBefore }) => !sinceBefore)
      .map(({ leader, perMinute, sinceMs }) => ({ atMs: sinceMs, function: stackName(leader.stack), perMinute })),
  };
}
