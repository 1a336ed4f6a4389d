import { cellMeans, cellMinima, startsFrom } from './cells';
import { slopeOf, type GrowthEstimate, type Slope } from './estimate';
import { short, type Evidence } from './evidence';
import { tidalOf, tideWindow, type Growth, type Setting } from './growthtest';
import { loadFall } from './loadfall';
import { lowTide } from './lowtide';
import { hamedRao, mannKendall } from './mannkendall';
import { onsetOf } from './onset';
import { perLoad } from './perload';
import { fitLine } from './regression';
import { counted } from '../numbers';
import type { Member, Suspect } from './suspect';
import { newestRow, type Window } from './window';
import { spanText } from './words';

/** What a leak is put together from: its stacks, why they are one, and the range's columns. */
export interface Parts {
  /** Fastest first. */
  readonly members: readonly GrowthEstimate[];
  readonly correlation: number | undefined;
  /** Whether they are one because they grow together; else they only have a name in common. */
  readonly together: boolean;
  /** Counts, one a row of the range, of all members together. */
  readonly sum: Float64Array;
  readonly load: Float64Array | undefined;
  /** By member: p adjusted for the number of stacks. */
  readonly adjusted: readonly number[];
}

export function leakOf(parts: Parts, window: Window, setting: Setting): Suspect {
  const { adjusted, correlation, members, sum } = parts;
  const { cells } = setting;
  const minima = cellMinima(sum, cells);
  const growth = surest(members);
  const tidal = growth.kind === 'tide' ? tidalOf(minima, setting) : undefined;
  const own = { from: growth.from, kind: growth.kind, ...(tidal ? { tidal } : {}) };
  const since = onsetCell(tidal?.fit.adjusted ?? minima, growth.from, setting);
  const slope = slopeOf(minima, own, setting, since);
  const shown: Member[] = members.map((member) => ({
    stack: member.stack,
    count: member.count,
    perMinute: members.length === 1 ? slope.perMinute : slopeOf(member.minima, member.growth, setting, since).perMinute,
  }));
  const minutes = (cells.minutes.at(-1) as number) - (cells.minutes[since] as number);
  return {
    members: shown,
    leader: leaderOf(shown),
    count: sum[newestRow(window)] as number,
    perMinute: slope.perMinute,
    low: slope.low,
    high: slope.high,
    sinceMs: (window.times[0] as number) + 60_000 * (cells.minutes[since] as number),
    sinceBefore: since === 0,
    pValue: growth.p,
    confidence: 1 - Math.min(...adjusted),
    evidence: [
      slopeEvidence(slope, minutes),
      ...fallEvidence(growth, setting, minima),
      tideEvidence(minima, tidal?.periods[0], since, setting),
      trendEvidence(tidal?.fit.adjusted ?? minima, since, setting),
      ...loadEvidence(parts, setting),
      ...(parts.together && members.length > 1 ? [togetherEvidence(members.length, correlation)] : []),
    ],
  };
}

function surest(members: readonly GrowthEstimate[]): Growth {
  return members.map(({ growth }) => growth as Growth).reduce((best, one) => (one.p < best.p ? one : best));
}

/**
 * Within the last run only: what grew in an earlier one began before the last restart. A part of a run is only what the
 * test needed; the bend is looked for in all of it.
 */
function onsetCell(values: Float64Array, from: number, { cells: { minutes, starts } }: Setting): number {
  const run = starts.at(-1) ?? 0;
  if (from < run) {
    return from;
  }
  const bend = onsetOf(minutes.subarray(run), values.subarray(run));
  return bend > 0 ? run + bend : from;
}

/** Counts this near to the largest are the same: the name of a leak must not change from scrape to scrape. */
const AS_LARGE = 0.9;

function leaderOf(members: readonly Member[]): Member {
  const known = members.filter(({ stack }) => stack.userFrame >= 0);
  const candidates = known.length > 0 ? known : members;
  const most = candidates.reduce((largest, { count }) => Math.max(largest, count), 0);
  const largest = candidates.filter(({ count }) => count >= AS_LARGE * most);
  return largest.reduce((first, one) => (one.stack.key < first.stack.key ? one : first));
}

function slopeEvidence({ high, low, perMinute }: Slope, minutes: number): Evidence {
  const text = `${short(perMinute)} goroutines per minute (95 %: ${short(low)} to ${short(high)}) over ${spanText(minutes)}`;
  return { kind: 'slope', perMinute, low, high, minutes, text };
}

/** What goes is at most this share of what comes. */
const HARDLY = 0.05;

/** For a stack that hardly ever fell what it won and lost; for any, the count at the load's low against the count at its high before. */
function fallEvidence({ drift: { down, up }, kind }: Growth, { load }: Setting, minima: Float64Array): Evidence[] {
  const fall = load && loadFall(load.without(undefined), minima);
  const stays = kind === 'ratchet' || down <= HARDLY * up;
  if (!stays && fall === undefined) {
    return [];
  }
  const counts = stays ? `${short(up)} came and ${short(down)} went` : 'the count was higher then';
  const text = `did not come down: ${counts}${fall === undefined ? '' : ` while load fell by ${short(fall)} %`}`;
  return [{ kind: 'did not come down', up, down, ...(fall === undefined ? {} : { loadFallPercent: fall }), text }];
}

function tideEvidence(minima: Float64Array, period: number | undefined, since: number, setting: Setting): Evidence {
  const { cells } = setting;
  const size = tideWindow(period, cells);
  const step = minima.length > 1 ? (cells.minutes[1] as number) - (cells.minutes[0] as number) : 0;
  const last = Math.max(since, cells.starts.at(-1) ?? 0);
  const tide = lowTide(minima.subarray(last), Math.max(1, Math.min(size, minima.length - last))).values;
  const [from, to] = [tide[0] as number, tide.at(-1) as number];
  const text = `low tide rose from ${short(from)} to ${short(to)} (least of each ${spanText(size * step)})`;
  return { kind: 'low tide', from, to, windowMinutes: size * step, text };
}

function trendEvidence(values: Float64Array, since: number, { cells }: Setting): Evidence {
  const starts = startsFrom(cells.starts, since);
  const part = values.subarray(since);
  const residuals = fitLine(cells.minutes.subarray(since), part, starts).residuals;
  const { pUp, tau, z } = mannKendall(part, starts, hamedRao(residuals));
  const text = `Mann-Kendall tau ${short(tau)}, z ${short(z)} corrected for autocorrelation`;
  return { kind: 'trend', tau, z, pUp, text };
}

function loadEvidence({ load, sum }: Parts, { cells, load: known }: Setting): Evidence[] {
  const last = cells.starts.at(-1) ?? 0;
  if (!load || known?.source !== 'given') {
    return [];
  }
  const means = cellMeans(sum, cells).subarray(last);
  const ratio = perLoad(cells.minutes.subarray(last), means, cellMeans(load, cells).subarray(last));
  if (!ratio || ratio.to <= ratio.from) {
    return [];
  }
  const { from, loadFrom, loadTo, to } = ratio;
  const text = `${short(from)} per unit of load became ${short(to)} while load went from ${short(loadFrom)} to ${short(loadTo)}`;
  return [{ kind: 'grows per load', from, to, loadFrom, loadTo, text }];
}

function togetherEvidence(stacks: number, correlation: number | undefined): Evidence {
  const why = correlation === undefined ? 'in a fixed ratio' : `increments correlate by ${short(correlation)}`;
  const text = `${counted(stacks, 'stack')} grow together: ${why}`;
  return { kind: 'grow together', stacks, ...(correlation === undefined ? {} : { correlation }), text };
}
