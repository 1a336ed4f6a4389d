import { getValueFormat, formattedValueToString, type TestDataSourceResponse } from '@grafana/data';
import { formatVersionMetric } from '../core/memstats/version';
import type { ProbeCost, ProcessFacts } from '../core/scrape';
import { Round } from './client/client';
import { TargetError } from './client/errors';
import { EngineError, type Engine, type MemoryReading } from './engine/engine';
import type { PastHealth } from './past/health';
import { checkPrometheus } from './past/prometheus/health';
import { checkPyroscope } from './past/pyroscope/health';
import { bestOf, climb, factsOf, type RungReport } from './sampler/memoryLadder';
import { readGoroutines } from './sampler/scrape';
import type { Target } from './settings';

/** What "Save & test" says: what was found at the target, which memory source will be used, what a scrape costs. */
export async function checkHealth(target: Target, engine: Engine): Promise<TestDataSourceResponse> {
  if (target.problem !== undefined) {
    return { status: 'error', message: target.problem };
  }
  const scrape = new Round(target, engine);
  try {
    const { total } = await readGoroutines(scrape);
    const reports = await climb(new Round(target, engine), target.memorySource);
    const reading = bestOf(reports);
    const missing = missingVersion(target, reports);
    const pasts = await checkPasts(target);
    // The ladder is climbed once; from then on a scrape is the profile and one memory request.
    scrape.addCost((reports.find((report) => 'reading' in report && report.reading === reading) ?? reports[0]!).cost);
    return {
      status: reading && missing === '' && pasts.every(({ isFine }) => isFine) ? 'success' : 'error',
      message: [
        `${program(factsOf(reports))} answers: ${found(total, reading)}.`,
        memorySentence(reports, reading),
        missing,
        ...pasts.map(({ message }) => message),
        costSentence(target, scrape.cost),
      ]
        .filter(Boolean)
        .join(' '),
      details: { message: [...reports.map(rungLine), ...placeLine(engine)].join('\n') },
    };
  } catch (error) {
    if (error instanceof TargetError || error instanceof EngineError) {
      return { status: 'error', message: error.message };
    }
    throw error;
  }
}

/** What each recorder of the settings knows of the program. */
async function checkPasts({ prometheus, pyroscope }: Target): Promise<PastHealth[]> {
  const nowMs = Date.now();
  const checks = [prometheus && checkPrometheus(prometheus, nowMs), pyroscope && checkPyroscope(pyroscope, nowMs)];
  return (await Promise.all(checks)).flatMap((health) => health ?? []);
}

function found(goroutines: number, reading: MemoryReading | undefined): string {
  const { HeapAlloc, RSS } = reading?.memory.values ?? {};
  return [
    `${goroutines.toLocaleString()} goroutines`,
    HeapAlloc !== undefined && `heap ${bytes(HeapAlloc)}`,
    RSS !== undefined && `RSS ${bytes(RSS)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function memorySentence(reports: RungReport[], reading: MemoryReading | undefined): string {
  if (!reading) {
    return `Its memory figures were found nowhere. ${reports.map((report) => ('error' in report ? report.error.message : '')).join(' ')}`;
  }
  const withRss = reading.memory.values.RSS !== undefined;
  return (
    `Memory is read from ${reading.memory.source}` +
    (withRss
      ? '.'
      : ', which does not tell the RSS: serve the Prometheus process metrics, or publish the expvar “process” (see the README).')
  );
}

/** Where the settings name a metric for the version, and it was not there. */
function missingVersion({ versionMetric }: Target, reports: RungReport[]): string {
  if (!versionMetric) {
    return '';
  }
  const metrics = reports.find(({ source }) => source === '/metrics');
  if (!metrics || 'error' in metrics) {
    return `The version metric ${formatVersionMetric(versionMetric)} was not read, for want of /metrics.`;
  }
  return metrics.reading.process.version === undefined
    ? `/metrics tells no version in ${formatVersionMetric(versionMetric)}, the version metric of the settings.`
    : '';
}

function costSentence(target: Target, cost: ProbeCost): string {
  const percent = ((cost.durationMs / target.intervalMs) * 100).toLocaleString(undefined, {
    maximumSignificantDigits: 2,
  });
  return (
    `A scrape takes about ${Math.max(1, Math.round(cost.durationMs))} ms and ${bytes(cost.bytes)}, ` +
    `every ${target.intervalMs / 1000} s: ${percent} % of the time, Grafana’s proxy and the network included.` +
    (cost.durationMs > target.costBudget * target.intervalMs
      ? ` The budget is ${Number((target.costBudget * 100).toPrecision(3))} %: as far as that is the program’s own time, it is asked less often.`
      : '')
  );
}

/** A sentence: Grafana makes one line of several. */
function rungLine(report: RungReport): string {
  if ('error' in report) {
    return `${report.source}: ${report.error.came}`;
  }
  const fields = Object.keys(report.reading.memory.values).length;
  const rss = report.reading.memory.values.RSS === undefined ? 'without RSS' : 'with RSS';
  return `${report.source}: ${fields} fields, ${rss}.`;
}

/** Nothing is wrong then, so it is no part of the message: but who wonders why the page is busy finds it here. */
function placeLine({ place }: Engine): string[] {
  return place === 'page'
    ? [
        'Profiles are decoded in the page, in slices, because this browser refused a worker: ' +
          'does Grafana’s Content-Security-Policy lack “worker-src blob:”?',
      ]
    : [];
}

function program({ goVersion, version }: ProcessFacts): string {
  const go = goVersion ? `A ${goVersion.replace(/^go/, 'Go ')} program` : 'A Go program';
  return version ? `${go}, version ${version},` : go;
}

const formatBytes = getValueFormat('bytes');

function bytes(value: number): string {
  return formattedValueToString(formatBytes(value));
}
