import type { MemorySource } from '../../core/memstats/fields';
import type { ProbeCost, ProcessFacts } from '../../core/scrape';
import { get, Round } from '../client/client';
import type { Endpoint } from '../client/endpoints';
import { TargetError } from '../client/errors';
import type { MemoryReading } from '../engine/engine';

/** A rung that was tried: what it gave, or why it did not, and what trying it cost. */
export type RungReport = { source: MemorySource; cost: ProbeCost } & (
  { reading: MemoryReading } | { error: TargetError }
);

interface Rung {
  source: MemorySource;
  endpoint: Endpoint;
}

/** Best first. The trailer comes last: the program writes its whole heap profile as text before it (performance.md). */
const RUNGS: readonly Rung[] = [
  { source: '/metrics', endpoint: 'metrics' },
  { source: '/debug/vars', endpoint: 'expvar' },
  { source: 'heap?debug=1', endpoint: 'heap text' },
];

/**
 * Finds the best source of MemStats, then stays with it. A source that tells the RSS beats a higher one that does not;
 * among equals the higher rung wins. It looks again when the process was restarted, and when the chosen source is no
 * longer there (404, or something else comes): the program may have been deployed anew.
 */
export class MemoryLadder {
  private chosen: MemorySource | undefined;
  /** What any rung told of the process: /metrics has no GODEBUG, for one, and expvar may. */
  private facts: ProcessFacts = {};

  constructor(private readonly wanted: MemorySource | 'auto') {}

  /** Where the figures come from; undefined before the first answer. */
  get source(): MemorySource | undefined {
    return this.chosen;
  }

  /** @throws TargetError of the chosen source, or of the first rung when none holds. */
  async read(round: Round): Promise<MemoryReading> {
    if (!this.chosen) {
      return this.choose(round);
    }
    const report = await tryRung(round, rungOf(this.chosen));
    if ('error' in report) {
      if (isNotThere(report.error)) {
        this.chosen = undefined;
      }
      throw report.error;
    }
    const { startTimeMs } = report.reading.process;
    if (startTimeMs !== undefined && startTimeMs !== this.facts.startTimeMs) {
      return this.choose(round);
    }
    return { ...report.reading, process: { ...this.facts, ...report.reading.process } };
  }

  private async choose(round: Round): Promise<MemoryReading> {
    const reports = await climb(round, this.wanted);
    const best = bestOf(reports);
    if (!best) {
      const errors = reports.flatMap((report) => ('error' in report ? [report.error] : []));
      // A program that does not answer at all is the thing to mend; else the first rung, as the others are makeshifts.
      throw errors.find(isOutOfReach) ?? errors[0]!;
    }
    this.chosen = best.memory.source;
    this.facts = factsOf(reports);
    return { ...best, process: this.facts };
  }
}

/** Tries the wanted rung, or all from the top that are worth their price. */
export async function climb(round: Round, wanted: MemorySource | 'auto'): Promise<RungReport[]> {
  const reports: RungReport[] = [];
  for (const rung of wanted === 'auto' ? RUNGS : [rungOf(wanted)]) {
    // The last rung cannot tell the RSS, so it is asked only when nothing above it gave MemStats.
    if (rung.source === 'heap?debug=1' && bestOf(reports)) {
      break;
    }
    const report = await tryRung(round, rung);
    reports.push(report);
    // A program that is down or hangs would cost a timeout at each rung, and a rung below may answer when it comes
    // back a moment later: better to say so now, and to look again from the top next time.
    if ('error' in report && isOutOfReach(report.error)) {
      break;
    }
  }
  return reports;
}

/** Everything that any rung told of the process; what the one to stay with says comes first. */
export function factsOf(reports: readonly RungReport[]): ProcessFacts {
  const told = reports.map((report) => ('reading' in report ? report.reading.process : {}));
  return Object.assign({}, ...told, bestOf(reports)?.process);
}

/** The reading to stay with: the first that tells the RSS, else the first there is. */
export function bestOf(reports: readonly RungReport[]): MemoryReading | undefined {
  const readings = reports.flatMap((report) => ('reading' in report ? [report.reading] : []));
  return readings.find(({ memory }) => memory.values.RSS !== undefined) ?? readings[0];
}

async function tryRung(round: Round, { source, endpoint }: Rung): Promise<RungReport> {
  const own = new Round(round.target, round.engine, round.abort);
  try {
    const answer = await get(own, endpoint);
    const { versionMetric } = own.target;
    return {
      source,
      cost: own.cost,
      reading: await own.engine.readMemory({ answer, source, versionMetric }, own.abort),
    };
  } catch (error) {
    if (error instanceof TargetError) {
      return { source, cost: own.cost, error };
    }
    throw error;
  } finally {
    round.add(own);
  }
}

function rungOf(source: MemorySource): Rung {
  return RUNGS.find((rung) => rung.source === source) ?? RUNGS[0]!;
}

/** Grafana's proxy got no answer, or the browser none from Grafana: as opposed to an answer that says no. */
function isOutOfReach({ status }: TargetError): boolean {
  return status === undefined || status === 502 || status === 504;
}

/** It answered, but not with this: as opposed to a target that is down or slow for the moment. */
function isNotThere(error: TargetError): boolean {
  return error.status === 404 || error.status === 200;
}
