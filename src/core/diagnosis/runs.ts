import { median } from '../growth/median';
import { segmentsOf } from '../growth/segments';
import type { MemoryField } from '../memstats/fields';
import { memoryRows, type Situation } from './situation';
import { trendOf } from './trend';
import { MIB } from './words';

/** A run that climbed until the process was started again, with the same build. */
export interface KilledRun {
  /** Resident bytes at its last sample. */
  readonly top: number;
}

/** Fewer samples than this do not show a climb. */
const LEAST_ROWS = 10;
const EFFECT = { minRise: 16 * MIB, minPercent: 25 };
/** The last samples before the end are near the highest of the run. */
const NEAR_TOP = 0.9;

/**
 * The runs before the newest one that ended while their memory climbed, oldest first. A deploy ends a run too: what
 * began after it as another build or version does not count.
 */
export function killedRuns({ range, tellsRss }: Situation): KilledRun[] {
  const starts = [0, ...range.restarts];
  const [rss, sys, released] = (['RSS', 'Sys', 'HeapReleased'] satisfies MemoryField[]).map((field) =>
    range.memory(field)
  ) as [Float64Array, Float64Array, Float64Array];
  const runs: KilledRun[] = [];
  for (const [i, end] of range.restarts.entries()) {
    const rows = memoryRows(range, starts[i] as number, end).filter(
      (row) => !tellsRss || !Number.isNaN(rss[row] as number)
    );
    if (rows.length < LEAST_ROWS || isOtherBuild(range.processes, starts[i] as number, end)) {
      continue;
    }
    const times = Float64Array.from(rows, (row) => range.times[row] as number);
    const values = Float64Array.from(rows, (row) =>
      tellsRss ? (rss[row] as number) : (sys[row] as number) - (released[row] as number)
    );
    const intervals = Float64Array.from(rows, (row) => range.intervals[row] as number);
    const trend = trendOf({ times, values, segments: segmentsOf(times, { intervals }).segments }, EFFECT);
    const top = values.at(-1) as number;
    if (trend?.growth === 'sure' && top >= NEAR_TOP * values.reduce((most, value) => Math.max(most, value), 0)) {
      runs.push({ top });
    }
  }
  return runs;
}

function isOtherBuild(processes: Situation['range']['processes'], from: number, restart: number): boolean {
  const before =
    processes.filter(({ row }) => row >= from && row < restart).at(-1)?.process ??
    processes.filter(({ row }) => row < restart).at(-1)?.process;
  const after = processes.filter(({ row }) => row >= restart);
  return (['version', 'buildId', 'goVersion'] as const).some((fact) => {
    const now = after.find(({ process }) => process[fact] !== undefined)?.process[fact];
    return before?.[fact] !== undefined && now !== undefined && before[fact] !== now;
  });
}

/** The middle of the tops, and whether they are alike: within a fifth of it. */
export function commonTop(runs: readonly KilledRun[]): { bytes: number; areAlike: boolean } {
  const bytes = median(Float64Array.from(runs, ({ top }) => top));
  return { bytes, areAlike: runs.every(({ top }) => Math.abs(top - bytes) <= 0.2 * bytes) };
}
