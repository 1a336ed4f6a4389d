import type { DataFrame } from '@grafana/data';
import { averages } from '../../../core/history/past/average';
import type { CallTree } from '../../../core/history/past/callTree';
import type { PastProfile } from '../../../core/history/past/profiles';
import type { TimestampMs } from '../../../core/scrape';
import { AskError } from '../askError';
import { readFlameGraph, type FlameGraph } from './flameGraph';
import type { Moment } from './recipe';

/** The goroutines of a stretch of time, as one scrape of it has them on average. It stands in its middle. */
export interface Bucket extends Moment {
  /** How many scrapes it is the average of. */
  readonly scrapes: number;
  /** Goroutines that the server did not tell apart. */
  readonly other: number;
}

/**
 * The goroutine that takes a goroutine profile is in it, once, with this function at its leaf: as many of these as
 * profiles were added up. Another that takes one at the same time waits for a semaphore, so its leaf is runtime.gopark.
 * So it is in Go 1.19 to 1.27 (runtime/mprof.go; testdata/captures, testdata/blocked).
 */
const TAKES_PROFILE = 'runtime.goroutineProfileWithLabels';

/**
 * Pyroscope adds all profiles of a stretch of time up; a goroutine profile is a level and no rate, so this divides.
 *
 * @returns undefined where there is no profile
 * @throws AskError where the frame is no flame graph
 * @throws UncountedError where it does not tell how many profiles were added up
 */
export function bucketOf(
  frame: DataFrame,
  calls: CallTree,
  fromMs: TimestampMs,
  toMs: TimestampMs
): Bucket | undefined {
  const flameGraph = readFlameGraph(frame, calls);
  if (flameGraph.total === 0) {
    return undefined;
  }
  const scrapes = scrapesOf(flameGraph, calls);
  if (scrapes === 0) {
    throw new UncountedError(fromMs);
  }
  const { nodes, other, self } = flameGraph;
  const counts = averages(Float64Array.of(...self, other), scrapes);
  return {
    atMs: (fromMs + toMs) / 2,
    scrapes,
    total: counts.reduce((all, count) => all + count, 0),
    profile: present(nodes, counts.subarray(0, nodes.length)),
    other: counts[nodes.length] as number,
  };
}

export class UncountedError extends AskError {
  constructor(readonly fromMs: TimestampMs) {
    super(
      'Pyroscope’s goroutine profiles do not show the goroutine that took them (runtime.goroutineProfileWithLabels), so it cannot be told how many were added up. Go’s own runtime/pprof shows it.'
    );
  }
}

function scrapesOf({ nodes, self }: FlameGraph, calls: CallTree): number {
  return nodes.reduce((all, node, i) => (calls.nameOf(node) === TAKES_PROFILE ? all + (self[i] as number) : all), 0);
}

/** A stack that rounds to no goroutine is not there. */
function present(nodes: Uint32Array, counts: Float64Array): PastProfile {
  const isThere = (_: unknown, i: number) => counts[i] !== 0;
  return { nodes: nodes.filter(isThere), counts: counts.filter(isThere) };
}
