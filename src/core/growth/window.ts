import type { HistoryRange } from '../history/store';
import type { TimestampMs } from '../scrape';
import { cellsOf, type Cells } from './cells';
import type { GrowthOptions } from './options';
import { segmentsOf, type Segment } from './segments';

/** What of a range is looked at: the scrapes with a goroutine profile, of one build, cut into segments. */
export interface Window {
  /** Rows of the range's columns that have a goroutine profile, ascending. */
  readonly rows: Int32Array;
  /** When, one a row. */
  readonly times: Float64Array;
  /** Of `rows`, since the deploy below. */
  readonly segments: readonly Segment[];
  readonly cells: Cells;
  readonly intervalMs: number;
  readonly gaps: readonly number[];
  readonly restarts: readonly number[];
  /** Where a run of scrapes begins: gaps, restarts and deploys, in all of `rows`. */
  readonly cuts: readonly number[];
  /** The deploy with which the window begins; undefined where it is the range's start. */
  readonly since: TimestampMs | undefined;
  /** A deploy that is too new to be judged: the window ends before it. */
  readonly tooNew: TimestampMs | undefined;
}

/** Fewer scrapes than this since a deploy cannot be judged; those before it still can. */
export const LEAST_SCRAPES = 20;

/**
 * The window is what ran since the last deploy; where that is too short, what ran before it. Runs of several restarts of
 * one build are looked at together, each with a level of its own.
 */
export function windowOf(range: HistoryRange, options: GrowthOptions): Window {
  const { profiled, restarts, times: allTimes } = range;
  const rows = Int32Array.from([...profiled.keys()].filter((row) => profiled[row] === 1));
  const times = Float64Array.from(rows, (row) => allTimes[row] as number);
  const restarted = [...new Set(restarts.map((row) => rows.findIndex((own) => own >= row)))].filter((row) => row > 0);
  const { gaps, intervalMs, segments } = segmentsOf(times, {
    intervals: Float64Array.from(rows, (row) => range.intervals[row] as number),
    restarts: restarted,
    deploys: options.deploys,
    startTimeMs: range.restarts.length === 0 ? range.process.startTimeMs : undefined,
    warmUpMs: options.warmUpMs,
  });
  const end = times.at(-1) ?? 0;
  const deploys = (options.deploys ?? []).filter((ms) => ms > (times[0] ?? 0) && ms <= end).sort((a, b) => b - a);
  const epochs: Array<{ since: TimestampMs | undefined; until: TimestampMs }> = [];
  let until = Infinity;
  for (const since of [...deploys, undefined]) {
    epochs.push({ since, until });
    until = since ?? until;
  }
  const within = ({ since, until: before }: (typeof epochs)[number]) =>
    segments.filter(
      ({ from, to }) => (times[from] as number) >= (since ?? -Infinity) && (times[to - 1] as number) < before
    );
  const enough = (kept: readonly Segment[]) => kept.reduce((sum, { from, to }) => sum + to - from, 0) >= LEAST_SCRAPES;
  const epoch = epochs.find((one) => enough(within(one))) ?? (epochs[0] as (typeof epochs)[number]);
  const kept = within(epoch);
  return {
    rows,
    times,
    segments: kept,
    cells: cellsOf(rows, times, kept),
    intervalMs,
    gaps,
    restarts: restarted,
    cuts: [...new Set([...gaps, ...restarted, ...segments.map(({ from }) => from)])].sort((a, b) => a - b),
    since: epoch.since,
    tooNew: epoch === epochs[0] ? undefined : epochs[0]?.since,
  };
}

/** The row of the newest scrape of a window, in the range's columns. The window has a segment. */
export function newestRow({ rows, segments }: Window): number {
  return rows[(segments.at(-1) as Segment).to - 1] as number;
}
