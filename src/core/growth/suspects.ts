import type { HistoryRange } from '../history/store';
import { namedBy } from '../history/answers';
import { runSteps, type Steps } from '../steps';
import { caveatsOf } from './about';
import { clustersOf, type Cluster, type Grower } from './clusters';
import { growthEstimateSteps, type GrowthEstimate, type GrowthEstimates } from './estimate';
import { adjustedP } from './fdr';
import { leakOf } from './leak';
import { DEFAULT_FALSE_DISCOVERY_RATE, type GrowthOptions } from './options';
import type { Looked, Suspect, Suspects } from './suspect';
import { LEAST_SCRAPES } from './window';
import { withhold } from './withhold';

/** Which stacks leak, and what could not have been seen. How, and what is claimed: docs/method.md. */
export function suspects(range: HistoryRange, options: GrowthOptions = {}): Suspects {
  return runSteps(suspectSteps(range, options));
}

/** The same in steps of about a millisecond. */
export function* suspectSteps(range: HistoryRange, options: GrowthOptions = {}): Steps<Suspects> {
  const all = yield* growthEstimateSteps(range, options);
  const { setting, window } = all;
  const looked = lookedAt(all);
  const found = discoveriesOf(all, rateOf(all, options));
  const { caveats, kept } = yield* withhold([...found.keys()], all, range);
  const leaks: Suspect[] = [];
  // What is too little to judge by is not judged, however steep it looks.
  if (setting && kept.length > 0 && looked.scrapes >= LEAST_SCRAPES) {
    const columns = kept.map(({ stack }) => range.counts(stack.key));
    yield;
    // Cells, not scrapes, and without the waves: two leaks under the same wave have that in common and nothing else.
    const growers = kept.map(({ growth, minima, perMinute, stack }) => {
      return { stack, perMinute, counts: growth?.tidal?.fit.adjusted ?? minima };
    });
    for (const { correlation, members } of gathered(growers, setting.cells.starts, options.groupBy)) {
      yield;
      const together = members.map((i) => kept[i] as GrowthEstimate);
      const parts = {
        members: together,
        correlation,
        together: options.groupBy !== 'function',
        sum: sumOf(members.map((i) => columns[i] as Float64Array)),
        load: options.load,
        adjusted: together.map((estimate) => found.get(estimate) ?? 1),
      };
      leaks.push(leakOf(parts, window, setting));
    }
  }
  leaks.sort((a, b) => b.perMinute - a.perMinute);
  return { suspects: leaks, caveats: [...caveatsOf(all, kept), ...caveats], looked };
}

/** Which growers make one suspect. */
function gathered(growers: readonly Grower[], starts: readonly number[], by: GrowthOptions['groupBy']): Cluster[] {
  if (by === undefined || by === 'leak') {
    return clustersOf(growers, starts);
  }
  const groups = new Map<string, number[]>();
  growers.forEach(({ stack }, i) => {
    const name = by === 'stack' ? stack.key : (stack.frames[namedBy(stack)]?.function ?? '');
    groups.set(name, [...(groups.get(name) ?? []), i]);
  });
  const pace = (i: number) => (growers[i] as Grower).perMinute;
  return [...groups.values()].map((members) => ({
    members: members.sort((a, b) => pace(b) - pace(a)),
    correlation: undefined,
  }));
}

function lookedAt({ setting, tests, window }: GrowthEstimates): Looked {
  const { intervalMs, segments, times } = window;
  const [first, last] = [segments[0], segments.at(-1)];
  return {
    fromMs: setting && first && times[first.from],
    toMs: setting && last && times[last.to - 1],
    scrapes: segments.reduce((sum, { from, to }) => sum + to - from, 0),
    stacks: tests,
    intervalMs,
  };
}

/**
 * The rate is meant for an hour of scrapes or more. A window of five minutes is looked at afresh twelve times an hour, so
 * each time it may err a twelfth as often; and the less it holds, the more its p values rest on the noise's model alone.
 */
function rateOf({ setting, window }: GrowthEstimates, { falseDiscoveryRate }: GrowthOptions): number {
  const minutes = setting?.cells.minutes ?? new Float64Array(1);
  const hours = ((minutes.at(-1) as number) - (minutes[0] as number) + window.intervalMs / 60_000) / 60;
  return (falseDiscoveryRate ?? DEFAULT_FALSE_DISCOVERY_RATE) * Math.min(1, hours);
}

/** Estimates whose p, adjusted for all stacks that were looked at, is within the rate; with that p. */
function discoveriesOf({ estimates, tests }: GrowthEstimates, rate: number): Map<GrowthEstimate, number> {
  const grown = estimates.filter(({ growth }) => growth !== undefined);
  const adjusted = adjustedP(
    grown.map(({ pValue }) => pValue),
    tests
  );
  return new Map(
    grown
      .map((estimate, i) => [estimate, adjusted[i] as number] as const)
      .filter(([{ pValue }, p]) => p <= rate && pValue < 1)
  );
}

function sumOf(columns: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns) {
    for (let i = 0; i < sum.length; i++) {
      sum[i] = (sum[i] as number) + (column[i] as number);
    }
  }
  return sum;
}
