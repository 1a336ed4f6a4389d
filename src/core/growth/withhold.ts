import type { HistoryRange } from '../history/store';
import type { Stack } from '../profile/stack';
import type { Steps } from '../steps';
import type { Caveat } from './caveats';
import { longestSpan, type Cells } from './cells';
import type { GrowthEstimate, GrowthEstimates } from './estimate';
import { testGrowth, type Growth, type Setting } from './growthtest';
import { loadFall } from './loadfall';
import { loadRise } from './loadrise';
import { largestFall, SWING } from './swing';
import { LEAST_TURNS } from './waves';
import type { Window } from './window';

/**
 * A stack may grow by this power of the load, and be load: queues grow faster than what fills them. Under a tide the
 * regression has taken out what follows the load at once; what is left to doubt are lags.
 */
const MOST_ELASTICITY = { ratchet: 2, tide: 1.25 };
/** Load that fell by so many percent while the count stayed up does not explain it: noise does not fall so far. */
const TELLING_FALL = 20;
/** Less load than this is not a rise: 2 %. */
const LEAST_LOAD_RISE = Math.log(1.02);
/** Fewer falls than this are accidents: something was released, something drains. */
const LEAST_FALLS = 3;
/** As many falls as half of the rises, each half as large. */
const FALLS_PER_RISE = 0.5;
const HALF_AS_LARGE = 0.5;
/** A burst that dies away has most of its fall behind it; the last third of a flank is as good as the others. */
const NO_DECAY = 0.25;
/**
 * A fall this sure counts however sure the rise is: far out in the tail p says more of the model than of the stack. Not so
 * among ratchets, where bursts that die away fall step by step while nothing healthy rises so.
 */
const SURE = { ratchet: 0, tide: 1e-3 };

const STACKS_PER_STEP = 16;

export interface Kept {
  readonly kept: readonly GrowthEstimate[];
  readonly caveats: readonly Caveat[];
}

/** Three reasons to say nothing about a stack that grows; each is told. */
export function* withhold(grown: readonly GrowthEstimate[], all: GrowthEstimates, range: HistoryRange): Steps<Kept> {
  const { setting } = all;
  if (!setting || grown.length === 0) {
    return { kept: grown, caveats: [] };
  }
  const byLoad = grown.filter((estimate) => mayBeLoad(estimate.growth as Growth, estimate.minima, setting, 1));
  yield;
  const left = grown.filter((estimate) => !byLoad.includes(estimate));
  const seen: GrowthEstimate[] = [];
  const leftOut = new Map<number, LeftOut>();
  for (const estimate of left) {
    const { from } = estimate.growth as Growth;
    const rows = leftOut.get(from) ?? leftOutBy(all.window, from);
    leftOut.set(from, rows);
    if (wasSeenFalling(estimate, rows, setting.cells, range)) {
      seen.push(estimate);
    }
    yield;
  }
  const rising = left.filter((estimate) => !seen.includes(estimate));
  const mirror = yield* mirrored(rising, all, setting);
  const caveats: Caveat[] = [...mirror.caveats];
  const rise = setting.load ? loadRise(setting.load.without(undefined), setting, 0, 1) : 0;
  if (byLoad.length > 0) {
    caveats.push({ kind: 'no off-peak yet', loadRisePercent: 100 * Math.expm1(rise), withheld: stacksOf(byLoad) });
  }
  if (seen.length > 0) {
    caveats.push({ kind: 'within its swing', withheld: stacksOf(seen) });
  }
  return { kept: rising.filter((estimate) => !mirror.withheld.includes(estimate)), caveats };
}

/**
 * Load rose over the window and is still up: whatever grew by no more than a power of it, from its level at the start, may
 * have grown with it.
 */
function mayBeLoad({ from, kind, level, rise }: Growth, minima: Float64Array, setting: Setting, sign: 1 | -1): boolean {
  const { load } = setting;
  const column = load?.without(minima);
  if (!column || (sign > 0 && (loadFall(column, minima) ?? 0) >= TELLING_FALL)) {
    return false;
  }
  const up = loadRise(column, setting, from, sign);
  const [start, end] = sign > 0 ? [level, level + rise] : [-level - rise, -level];
  return (
    up > LEAST_LOAD_RISE && Math.log((Math.max(0, end) + 1) / (Math.max(0, start) + 1)) < MOST_ELASTICITY[kind] * up
  );
}

/**
 * A window that begins with a deploy or late in a run, or is cut to pieces by restarts, may be shorter than the stack's
 * wave. What fell by half as much as it rises now, in the part of the range that the window leaves out, is known to come
 * and go. Where three turns of its wave are within one run, the wave is known and was taken out.
 */
function wasSeenFalling(
  { growth, stack }: GrowthEstimate,
  leftOut: LeftOut,
  { minutes, starts }: Cells,
  range: HistoryRange
): boolean {
  const { rise, tidal } = growth as Growth;
  const longest = longestSpan(minutes, starts);
  if (leftOut.rows.length === 0 || tidal?.periods.some((period) => LEAST_TURNS * period <= longest)) {
    return false;
  }
  const counts = range.counts(stack.key);
  const column = Float64Array.from(leftOut.rows, (row) => counts[row] as number);
  return largestFall(column, leftOut.starts) >= SWING * rise;
}

/** Rows of a range that are in no cell from `from` on, and where each stretch of them without a cut begins. */
interface LeftOut {
  readonly rows: readonly number[];
  readonly starts: readonly number[];
}

function leftOutBy({ cells, cuts, rows: all }: Window, from: number): LeftOut {
  const rows: number[] = [];
  const starts: number[] = [];
  const isCut = new Set(cuts);
  let cell = from;
  let before = -2;
  all.forEach((row, i) => {
    while (cell < cells.to.length && (cells.to[cell] as number) <= row) {
      cell++;
    }
    if (cell === cells.to.length || row < (cells.from[cell] as number)) {
      if (before !== i - 1 || isCut.has(i)) {
        starts.push(rows.length);
      }
      rows.push(row);
      before = i;
    }
  });
  return { rows, starts };
}

/**
 * Leaks only rise, while waves that nobody else follows fall as often as they rise. So falls are a control group within
 * the target itself: where half as many stacks fall as rise, surely, half as far, and in the same way, rises prove
 * nothing. (The mirror images of Barber and Candès 2015, "Controlling the false discovery rate via knockoffs", Ann. Stat.
 * 43, 2055-2085, without their +1, which one leak alone could never overcome.) Falls that the load explains do not count.
 */
function* mirrored(grown: readonly GrowthEstimate[], { minima }: GrowthEstimates, setting: Setting): Steps<Withheld> {
  const falls: Growth[] = [];
  if (grown.length > 0) {
    const least = Math.min(...grown.map(({ growth }) => (growth as Growth).rise));
    const large = { ...setting, minRise: Math.max(setting.minRise, HALF_AS_LARGE * least) };
    const kinds = new Set(grown.map(({ growth }) => (growth as Growth).kind));
    for (const [index, column] of minima.entries()) {
      const upside = column?.map((value) => -value);
      const fall = upside && testGrowth(upside, large, kinds);
      if (column && fall && fall.lastShare >= NO_DECAY && !mayBeLoad(fall, column, setting, -1)) {
        falls.push(fall);
      }
      if (fall || index % STACKS_PER_STEP === 0) {
        yield;
      }
    }
  }
  let most = 0;
  const withheld = grown.filter(({ growth: own }) => {
    const { kind, p, rise } = own as Growth;
    const alike = (one: Growth | undefined) =>
      one?.kind === kind && one.p <= Math.max(p, SURE[kind]) && one.rise >= HALF_AS_LARGE * rise;
    const falling = falls.filter(alike).length;
    const rising = grown.filter(({ growth }) => alike(growth)).length;
    const out = falling >= LEAST_FALLS && falling >= FALLS_PER_RISE * rising;
    most = out ? Math.max(most, falling) : most;
    return out;
  });
  return {
    withheld,
    caveats: withheld.length > 0 ? [{ kind: 'as many fall', falling: most, withheld: stacksOf(withheld) }] : [],
  };
}

interface Withheld {
  readonly withheld: readonly GrowthEstimate[];
  readonly caveats: readonly Caveat[];
}

function stacksOf(estimates: readonly GrowthEstimate[]): Stack[] {
  return estimates.map(({ stack }) => stack);
}
