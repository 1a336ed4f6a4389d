import { noiseOf, varianceOf, type Noise } from './autoregression';
import { longestSpan, runsOf, startsFrom, type Cells } from './cells';
import { climbOf } from './climb';
import { studentTail } from './distributions';
import { drift, type Drift } from './drift';
import type { Load } from './load';
import { lowTide } from './lowtide';
import { hamedRao, mannKendall, type Trend } from './mannkendall';
import { Design, dot, fitLine, type LineFit } from './regression';
import { largestFall, SWING } from './swing';
import { theilSen } from './theilsen';
import type { WaveFinder } from './waves';

/** What is alike for all columns of a range. */
export interface Setting {
  readonly cells: Cells;
  readonly finder: WaveFinder;
  readonly load: Load | undefined;
  /** Effect floor: goroutines won over the window, and the same in percent of the count at its start. */
  readonly minRise: number;
  readonly minPercent: number;
}

/** A column's trend with waves and load taken out, and how sure it is. */
export interface Tidal {
  readonly fit: LineFit;
  readonly noise: Noise;
  /** Periods in minutes of the waves that were taken out, the strongest first. */
  readonly periods: readonly number[];
  /** Standard error of the slope, per minute. */
  readonly error: number;
  /** What the window is worth in independent values. */
  readonly effective: number;
  readonly p: number;
}

/** One way in which a column was found to grow. */
export interface Growth {
  /** `ratchet`: it climbs as no random walk would. `tide`: it climbs under its waves. */
  readonly kind: 'ratchet' | 'tide';
  /** First cell of the window in which it was tested. */
  readonly from: number;
  /** Goroutines won in the longest run: a restart lets go of what was won before, so runs are not added up. */
  readonly rise: number;
  readonly level: number;
  /** Share of the rise that came in the last third. */
  readonly lastShare: number;
  /** One-sided, times the number of ways that were tried (Bonferroni). */
  readonly p: number;
  readonly drift: Drift;
  readonly tidal?: Tidal;
  readonly trend?: Trend;
}

/** Fewer cells than this are no window of their own. */
const LEAST_WINDOW = 20;
/** The low tide must win at least this share of what the slope claims. */
const TIDE_SHARE = 0.4;
/** Mann-Kendall must agree at this level: least squares alone may be led by a few values. */
const RANK_LEVEL = 0.05;
/** A p value above this cannot become a discovery at 5 % unless a fifth of all stacks are; counted as 1. */
const CANDIDATE = 0.01;
const BOTH_KINDS: ReadonlySet<Growth['kind']> = new Set(['ratchet', 'tide']);
const MOST_WAVES = 3;
/** The least F statistic (95 % point of F(1, many)) with which load is taken out: where it tells nothing, it only blurs. */
const LOAD_TELLS = 3.84;
/** Under waves fewer cells than this tell nothing, */
const LEAST_TIDAL = 40;
/** and each number fitted needs so many of them. */
const CELLS_PER_PARAMETER = 10;

/**
 * Tests one column (cell minima) for growth; undefined where it does not reach the effect floor in any window, or is
 * contradicted (not steady, low tide not rising, ranks do not agree). Ratchets are looked for in the whole window and in
 * the last run, its last half and its last quarter, for a leak may have begun in between; tides in the whole window. What
 * cannot come out is passed over early: its p counts as 1 (see fdr.ts).
 */
export function testGrowth(
  values: Float64Array,
  setting: Setting,
  kinds: ReadonlySet<Growth['kind']> = BOTH_KINDS
): Growth | undefined {
  const windows = windowsOf(setting.cells);
  // Half of the chance of error is the tide's, the other half is shared by the ratchets.
  const ways = 2 * (windows.length + 1);
  let best: Growth | undefined;
  for (const from of kinds.has('ratchet') ? windows : []) {
    const ratchet = ratchetGrowth(values, setting, from, ways);
    best = ratchet && !(best && best.p <= ratchet.p) ? ratchet : best;
  }
  const tide = kinds.has('tide') && tideMayRise(values, setting) ? tidalGrowth(values, setting) : undefined;
  return tide && !(best && best.p <= tide.p) ? tide : best;
}

function windowsOf({ minutes, starts }: Cells): number[] {
  const n = minutes.length;
  const last = starts.at(-1) ?? 0;
  const length = n - last;
  const windows = [0, last, last + Math.floor(length / 2), last + Math.floor((3 * length) / 4)];
  return [...new Set(windows)].filter((from, i) => i === 0 || n - from >= LEAST_WINDOW);
}

/**
 * Cheap and generous, on the longest run: the least of each third must rise from third to third, and over all by half of
 * what the low tide must win there at least. A wave of three turns has a trough in each. Then the line that the load
 * leaves, for most of what rises does so with the load. Where restarts leave no run of half the window, thirds are no
 * measure, and nothing is passed over.
 */
function tideMayRise(values: Float64Array, { cells, load, minPercent, minRise }: Setting): boolean {
  const n = values.length;
  const { from, to } = runsOf(cells.starts, n).reduce((most, run) =>
    run.to - run.from > most.to - most.from ? run : most
  );
  const length = to - from;
  if (n < LEAST_TIDAL || length < n / 2) {
    return n >= LEAST_TIDAL;
  }
  const leastOf = (third: number) => {
    let result = Infinity;
    for (let i = from + Math.floor((third * length) / 3); i < from + ((third + 1) * length) / 3; i++) {
      result = Math.min(result, values[i] as number);
    }
    return result;
  };
  const [first, second, third] = [leastOf(0), leastOf(1), leastOf(2)] as const;
  const least = 0.5 * TIDE_SHARE * Math.max(minRise, (minPercent / 100) * Math.abs(first)) * (length / n);
  if (first > second || second > third || third - first < least) {
    return false;
  }
  if (!load) {
    return true;
  }
  const { slope } = designOf(cells, load.without(values)).fit(values);
  return slope * ((cells.minutes[to - 1] as number) - (cells.minutes[from] as number)) >= least;
}

function ratchetGrowth(
  all: Float64Array,
  { cells, minPercent, minRise }: Setting,
  from: number,
  ways: number
): Growth | undefined {
  if (netSince(all, from, cells.starts) < minRise / 2) {
    return undefined;
  }
  const values = all.subarray(from);
  const starts = startsFrom(cells.starts, from);
  const fine = drift(values, starts);
  // The same over low tides of a fortieth of the window, side by side: a little coming and going drowns nothing there.
  const tide = from === 0 ? coarse(values, starts, Math.ceil(values.length / 40)) : fine;
  const p = Math.min(fine.p, tide.p);
  if (p > CANDIDATE) {
    return undefined;
  }
  const minutes = cells.minutes.subarray(from);
  const slope = fitLine(minutes, values, starts).slope;
  const climb = climbOf(minutes, values, starts, slope);
  const level = climb.knots[0];
  const span = (minutes.at(-1) as number) - (minutes[0] as number);
  const longest = longestSpan(minutes, starts);
  const rise = Math.min((climb.rise * longest) / span, slope * longest);
  const above = from === 0 || cells.starts.includes(from) || standsOut(all, from, cells.starts);
  if (!climb.steady || !above || rise < minRise || rise < (minPercent / 100) * Math.abs(level)) {
    return undefined;
  }
  // Several runs, each of them a wave's flank, add up to what no walk does. A ratchet does not come down.
  if (largestFall(values, starts) >= SWING * rise) {
    return undefined;
  }
  return { kind: 'ratchet', from, rise, level, lastShare: climb.lastShare, p: Math.min(1, ways * p), drift: fine };
}

/** What all runs together won from a cell on: the first look, at two values a run. */
function netSince(values: Float64Array, from: number, starts: readonly number[]): number {
  let net = 0;
  for (let run = 0; run < starts.length; run++) {
    const end = starts[run + 1] ?? values.length;
    if (end > from) {
      net += (values[end - 1] as number) - (values[Math.max(from, starts[run] as number)] as number);
    }
  }
  return net;
}

function coarse(values: Float64Array, starts: readonly number[], size: number): Drift {
  const { index, starts: tideStarts, values: tide } = lowTide(values, size, starts);
  const picked: number[] = [];
  const pickedStarts: number[] = [];
  tideStarts.forEach((start, run) => {
    pickedStarts.push(picked.length);
    for (let i = start; i < (tideStarts[run + 1] ?? index.length); i += size) {
      picked.push(tide[i] as number);
    }
  });
  return drift(Float64Array.from(picked), pickedStarts);
}

/** A part of a run counts by itself only where its end is above all that the run saw before: else it is a wave's flank. */
function standsOut(values: Float64Array, from: number, starts: readonly number[]): boolean {
  const run = starts.filter((start) => start <= from).at(-1) ?? 0;
  const before = values.subarray(run, from).reduce((most, value) => Math.max(most, value), -Infinity);
  const wide = Math.max(3, Math.floor((values.length - from) / 8));
  return values.subarray(values.length - wide).every((value) => value > before);
}

function tidalGrowth(values: Float64Array, setting: Setting): Growth | undefined {
  const { cells, minPercent, minRise } = setting;
  const { minutes, starts } = cells;
  const span = (minutes.at(-1) as number) - (minutes[0] as number);
  const longest = longestSpan(minutes, starts);
  const tidal = tidalOf(values, setting);
  const { adjusted, slope } = tidal.fit;
  const rise = slope * longest;
  if (tidal.p > CANDIDATE || rise < minRise) {
    return undefined;
  }
  const climb = climbOf(minutes, adjusted, starts, slope);
  const level = climb.knots[0];
  if (!climb.steady || (climb.rise * longest) / span < minRise || rise < (minPercent / 100) * Math.abs(level)) {
    return undefined;
  }
  const window = tideWindow(tidal.periods[0], cells);
  const tide = lowTide(values, window, starts);
  const tideSlope = theilSen(
    Float64Array.from(tide.index, (i) => minutes[i] as number),
    tide.values,
    tide.starts
  );
  if (!(tideSlope >= TIDE_SHARE * slope)) {
    return undefined;
  }
  const inflation = Math.max(values.length / (tidal.effective * tidal.fit.free), hamedRao(tidal.fit.residuals));
  const trend = mannKendall(adjusted, starts, inflation);
  if (trend.pUp > RANK_LEVEL) {
    return undefined;
  }
  return {
    kind: 'tide',
    from: 0,
    rise,
    level,
    lastShare: climb.lastShare,
    p: Math.min(1, 2 * tidal.p),
    drift: drift(values, starts),
    tidal,
    trend,
  };
}

/**
 * The window of the low tide, in cells: the column's own wave, or a tenth of the longest run where it has none (then
 * nothing is known of a wave, and the tide is only to pass over noise). At most 0.4 of the longest run.
 */
export function tideWindow(periodMinutes: number | undefined, { minutes, starts }: Cells): number {
  const longest = Math.max(...starts.map((from, i) => (starts[i + 1] ?? minutes.length) - from));
  const step = minutes.length > 1 ? (minutes[1] as number) - (minutes[0] as number) : 1;
  const wanted = periodMinutes === undefined ? longest / 10 : periodMinutes / step + 1;
  return Math.max(1, Math.ceil(Math.min(wanted, 0.4 * longest)));
}

/**
 * The trend under the waves: regression on time together with the column's waves (up to three with their halves, found
 * one after the other in what is left) and the load. The slope's standard error is that of least squares in AR(1) noise,
 * exactly; p is Student's with as many degrees of freedom as the window is worth in independent values (but
 * no fewer than batch means have), and no less than by batch means.
 */
export function tidalOf(values: Float64Array, { cells, finder, load }: Setting): Tidal {
  const { minutes, starts } = cells;
  const line = designOf(cells, undefined);
  let design = load ? designOf(cells, load.without(values)) : line;
  const waves: Float64Array[] = [];
  const periods: number[] = [];
  let fit = design.fit(values);
  let phi = noiseOf(fit.residuals, starts, fit.parameters).phi;
  while (periods.length < MOST_WAVES) {
    const period = finder.strongest(fit, phi);
    const columns = period === undefined ? [] : finder.columns(period);
    if (period === undefined || fit.parameters + columns.length > values.length / CELLS_PER_PARAMETER) {
      break;
    }
    const wider = design.and(columns);
    const after = wider.fit(values);
    const left = noiseOf(after.residuals, starts, after.parameters).phi;
    if (!finder.standsOut(period, fit, after, left)) {
      break;
    }
    periods.push(period);
    waves.push(...columns);
    design = wider;
    fit = after;
    phi = left;
  }
  const slow = slowOf(periods, minutes);
  const tidal = { ...surenessOf(fit, starts, slow), fit, periods };
  if (!load) {
    return tidal;
  }
  const alone = line.and(waves).fit(values);
  const [left, more] = [dot(fit.residuals, fit.residuals), dot(alone.residuals, alone.residuals)];
  const told = ((more - left) / left) * (tidal.effective - fit.parameters);
  return told >= LOAD_TELLS || !(left > 0) ? tidal : { ...surenessOf(alone, starts, slow), fit: alone, periods };
}

/** Nearly all columns of a range begin with one of two designs: the line alone, and the line with the load. */
const designs = new WeakMap<Cells, Map<Float64Array | undefined, Design>>();

function designOf(cells: Cells, load: Float64Array | undefined): Design {
  const known = designs.get(cells) ?? new Map<Float64Array | undefined, Design>();
  designs.set(cells, known);
  const design = known.get(load) ?? Design.of(cells.minutes, cells.starts, load ? [load] : []);
  known.set(load, design);
  return design;
}

/** How many of the waves' numbers were fitted to what batch means can see: periods of two batches or more. */
function slowOf(periods: readonly number[], minutes: Float64Array): number {
  const batch = ((minutes.at(-1) as number) - (minutes[0] as number)) / BATCHES;
  return periods.reduce((sum, period) => sum + (period >= 2 * batch ? 2 : 0) + (period >= 4 * batch ? 2 : 0), 0);
}

function surenessOf(
  fit: LineFit,
  starts: readonly number[],
  slow: number
): Pick<Tidal, 'noise' | 'error' | 'effective' | 'p'> {
  const { parameters, residuals, slope, weights } = fit;
  const n = residuals.length;
  const noise = noiseOf(residuals, starts, parameters);
  const variance = varianceOf(weights, noise, starts);
  const white = (dot(residuals, residuals) / Math.max(1, n - parameters)) * dot(weights, weights);
  const effective = white > 0 ? Math.min(n, (n * white) / variance) : n;
  const error = Math.sqrt(variance);
  const own =
    fit.free > 0 && error > 0 ? studentTail(slope / error, Math.max(effective - parameters, BATCHES - 2 - slow)) : 1;
  const p = Math.max(own, batchP(fit, slow));
  return { noise, error, effective, p };
}

const BATCHES = 12;

/**
 * The same by batch means (Schmeiser 1982, "Batch size effects in the analysis of simulation output", Oper. Res. 30,
 * 556-568): twelve means of the residuals, taken for independent, Student's t with 10 degrees of freedom less what `slow`
 * waves took. Noise that wanders slowly and smoothly is no AR(1), and this does not need it to be.
 */
function batchP({ free, residuals, slope, weights }: LineFit, slow: number): number {
  const n = residuals.length;
  const freedom = BATCHES - 2 - slow;
  let squares = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    const part = residuals.subarray(Math.round((batch * n) / BATCHES), Math.round(((batch + 1) * n) / BATCHES));
    squares += part.length * (part.reduce((sum, value) => sum + value, 0) / part.length) ** 2;
  }
  // Each batch's mean stands for its values; without correlation its square times its length is one value's variance.
  const error = Math.sqrt((squares / freedom) * dot(weights, weights));
  return free > 0 && freedom > 0 && error > 0 ? studentTail(slope / error, freedom) : 1;
}
