import { isIgnorable } from '../growth/ignorables';
import { floorOf } from '../diagnosis/floor';
import { perGoroutine } from '../diagnosis/perGoroutine';
import { untilBytes, untilLimit, type Forecast } from '../growth/forecast';
import type { Caveat } from '../growth/caveats';
import type { GrowthOptions } from '../growth/options';
import type { Looked, Suspect } from '../growth/suspect';
import { suspectSteps } from '../growth/suspects';
import type { HistoryRange } from '../history/store';
import type { MemoryField } from '../memstats/fields';
import type { Stack } from '../profile/stack';
import type { Steps } from '../steps';
import { attribute, type Since } from './attribution';
import type { Deploy, PostedDeploy } from './deploy';
import { deploysOf } from './merge';
import { spansOf } from './span';

/** What a person asks of growth; plain data, so that it can be sent to another thread. Everything is optional. */
export interface JudgementOptions extends Pick<
  GrowthOptions,
  'falseDiscoveryRate' | 'groupBy' | 'minPercent' | 'minRise'
> {
  readonly posted?: readonly PostedDeploy[];
  /** Drops the stacks in which a function matches. */
  readonly ignore?: RegExp;
  /** Drops what uber-go/goleak leaves out too (growth/ignorables.ts). Default true. */
  readonly preset?: boolean;
  /** A column that stands for the load: OpenFDs for connections, say. */
  readonly load?: MemoryField;
  /** Goroutines, or bytes of memory, of which the time is told until they are reached. */
  readonly limit?: { readonly goroutines?: number; readonly bytes?: number };
}

/** Which stacks leak, since which deploy, and how sure that is. */
export interface Judgement {
  readonly suspects: readonly JudgedSuspect[];
  readonly caveats: readonly Caveat[];
  readonly looked: Looked;
  readonly deploys: readonly Deploy[];
  /** Memory that one goroutine more takes, in bytes: heap and stack. Absent where nothing leaks or it could not be seen. */
  readonly bytesEach?: number;
  readonly forecasts: readonly LimitForecast[];
}

export interface JudgedSuspect extends Suspect, Since {
  /** The same for the same leak over scrapes, as long as it is made of the same stacks. */
  readonly id: string;
}

/** When a limit is reached at the pace of all suspects together. */
export interface LimitForecast extends Forecast {
  readonly limit: number;
  readonly unit: 'goroutines' | 'bytes';
}

export function* judge(range: HistoryRange, options: JudgementOptions): Steps<Judgement> {
  const { groupBy, load, posted = [] } = options;
  const deploys = deploysOf(range, posted);
  const found = yield* suspectSteps(range, {
    ...growthOptions(options),
    groupBy,
    deploys: deploys.map(({ atMs }) => atMs),
    ...(load ? { load: range.memory(load) } : {}),
  });
  const spans = spansOf(range, deploys);
  const suspects: JudgedSuspect[] = [];
  for (const suspect of found.suspects) {
    suspects.push({ ...suspect, ...attribute(suspect, range, spans), id: idOf(suspect) });
    yield;
  }
  const bytesEach = suspects.length > 0 ? bytesEachOf(range, found.looked) : undefined;
  return {
    suspects,
    caveats: found.caveats,
    looked: found.looked,
    deploys,
    ...(bytesEach === undefined ? {} : { bytesEach }),
    forecasts: suspects.length > 0 ? forecastsOf(suspects, range, bytesEach, options) : [],
  };
}

function idOf({ members }: Suspect): string {
  return members.map(({ stack }) => stack.key).reduce((least, key) => (key < least ? key : least));
}

/** What of these options is growth's own, and the same for every span. */
export function growthOptions(options: JudgementOptions): GrowthOptions {
  const { falseDiscoveryRate, minPercent, minRise } = options;
  return { falseDiscoveryRate, minPercent, minRise, ignore: ignoreOf(options) };
}

function ignoreOf({ ignore, preset = true }: JudgementOptions): (stack: Stack) => boolean {
  return (stack) =>
    (preset && isIgnorable(stack)) ||
    (ignore !== undefined && stack.frames.some((frame) => ignore.test(frame.function)));
}

/** It stands beside the answer without its evidence: from so many collections on it does not jump from scrape to scrape. */
const LEAST_COLLECTIONS = 5;

/** Undefined where memory does not follow the goroutines, and where that could not be seen. */
function bytesEachOf(range: HistoryRange, { fromMs = Infinity, toMs = -Infinity }: Looked): number | undefined {
  const [heap, numGC, stacks] = [range.memory('HeapAlloc'), range.memory('NumGC'), range.memory('StackInuse')];
  const rows = [...range.times.keys()].filter((row) => {
    const atMs = range.times[row] as number;
    return atMs >= fromMs && atMs <= toMs && !Number.isNaN(heap[row] as number);
  });
  const of = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
  const times = of(range.times);
  const series = { times, values: of(heap), segments: [{ from: 0, to: rows.length }] };
  const floor = floorOf(series, of(numGC));
  if (floor.values.length < LEAST_COLLECTIONS) {
    return undefined;
  }
  const each = perGoroutine({ times, goroutines: of(range.totals), stackInuse: of(stacks), floor });
  return each?.heap === undefined ? undefined : each.stack + each.heap;
}

function forecastsOf(
  suspects: readonly Suspect[],
  range: HistoryRange,
  bytesEach: number | undefined,
  { limit }: JudgementOptions
): LimitForecast[] {
  const sum = (end: 'perMinute' | 'low' | 'high') => suspects.reduce((total, one) => total + one[end], 0);
  const pace = { perMinute: sum('perMinute'), low: sum('low'), high: sum('high') };
  const forecasts: LimitForecast[] = [];
  if (limit?.goroutines !== undefined) {
    const now = lastOf(range.totals);
    forecasts.push({ limit: limit.goroutines, unit: 'goroutines', ...untilLimit(now, limit.goroutines, pace) });
  }
  const memoryNow = lastOf(range.memory('RSS'));
  if (limit?.bytes !== undefined && bytesEach !== undefined && !Number.isNaN(memoryNow)) {
    forecasts.push({ limit: limit.bytes, unit: 'bytes', ...untilBytes(memoryNow, limit.bytes, pace, bytesEach) });
  }
  return forecasts;
}

/** The newest value that was told; NaN where none was. */
function lastOf(column: Float64Array): number {
  for (let row = column.length - 1; row >= 0; row--) {
    if (!Number.isNaN(column[row] as number)) {
      return column[row] as number;
    }
  }
  return NaN;
}
