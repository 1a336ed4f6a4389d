import type { DataFrame, TimeRange } from '@grafana/data';
import {
  deploysFrame,
  eventsFrame,
  findingsFrame,
  gapAfter,
  goroutinesFrame,
  heapFrame,
  judgingFrames,
  memoryColumns,
  memoryFrame,
  nothingToCompare,
  PROCESS_COLUMNS,
  processFrame,
  suspectsFrame,
  verdictFrame,
  type HeapFacts,
  type PaceMeta,
  type ProbeFacts,
} from '../../frames';
import { heapJoints } from '../../frames/heap';
import type { RangeOf } from '../engine/engine';
import type { JoinedPast, PastWanted } from '../past/pasts';
import type { Sampler } from '../sampler/sampler';
import type { HeapQuery, TidemarkQuery } from '../types';
import {
  checkEvents,
  checkFindings,
  checkGoroutines,
  checkHeap,
  checkMemory,
  checkSuspects,
  checkVerdict,
  QueryError,
} from './check';
import { dumpFrames } from './dump';
import { instancesOf } from './instances';
import { profileFrames } from './profile';
import type { PostedDeploys } from '../deploys/posted';

/** Which stretch of whose history a query is about. */
export type Asked = Pick<RangeOf<unknown>, 'target' | 'fromMs' | 'toMs' | 'past'>;

/**
 * Answers one interpolated query from what was sampled so far: the engine works it out, here it is dressed.
 *
 * @throws QueryError where the query cannot be answered, EngineError where the work was lost.
 */
export async function framesOf(
  query: TidemarkQuery,
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>,
  past: JoinedPast,
  abort: AbortSignal
): Promise<DataFrame[]> {
  const { engine, key } = sampler;
  const { refId } = query;
  const asked: Asked = { target: key, fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
  const reaching: Asked = { ...asked, past: past.choice };
  switch (query.queryType) {
    case 'goroutines': {
      const options = checkGoroutines(query);
      const answer = await engine.goroutines({ ...reaching, options }, abort);
      return [withTrouble(goroutinesFrame(answer, factsOf(sampler), { refId, groupBy: options.groupBy }), past)];
    }
    case 'memory': {
      const { fields, view: name } = checkMemory(query);
      if (name === 'instances') {
        return instancesOf(sampler, { refId, fields, matchers: query.matchers }, asked);
      }
      const view = { view: name, fields };
      const answer = await engine.memory({ ...reaching, options: { columns: memoryColumns(view) } }, abort);
      const frame = memoryFrame(answer, factsOf(sampler), { refId, source: sampler.memorySource, ...view });
      return [withTrouble(frame, past)];
    }
    case 'heap': {
      const options = checkHeap(query);
      const facts = heapFactsOf(sampler);
      // Heap profiles are taken at a pace of their own: what is a gap goes by that.
      const choice = past.choice && { ...past.choice, gapMs: gapAfter(facts.heapIntervalMs) };
      const answer = await engine.heap({ ...asked, past: choice, options }, abort);
      const frame = heapFrame(answer, facts, { refId, ...options });
      const joints = heapJoints(frame);
      return [withTrouble(frame, past), ...(joints ? [joints] : [])];
    }
    case 'suspects': {
      const checked = checkSuspects(query);
      const posted = await sampler.posted.read();
      const input = { ...asked, options: { ...checked, posted: posted.deploys } };
      const [answer, leaks] = await Promise.all([
        engine.suspects(input, abort),
        query.series === false ? undefined : engine.leaks(input, abort),
      ]);
      if (answer.suspects.length > 0) {
        void sampler.prover.prove(answer.process.goVersion, Date.now());
      }
      const facts = factsOf(sampler);
      return [
        withTrouble(suspectsFrame(answer, facts, { refId, groupBy: checked.groupBy }), posted),
        ...(leaks ? [goroutinesFrame(leaks, facts, { refId, groupBy: 'leak' })] : []),
      ];
    }
    case 'deploys': {
      const posted = await sampler.posted.read();
      const answer = await engine.deploys({ ...asked, options: { posted: posted.deploys } }, abort);
      return [withTrouble(deploysFrame(answer, factsOf(sampler), { refId, tags: sampler.target.deployTags }), posted)];
    }
    case 'verdict': {
      const spans = checkVerdict(query);
      const posted = await sampler.posted.read();
      const answer = await engine.verdict({ ...asked, options: { ...spans, posted: posted.deploys } }, abort);
      if (answer.unknown !== undefined) {
        throw new QueryError(nothingToCompare(answer));
      }
      return [withTrouble(verdictFrame(answer, factsOf(sampler), refId), posted)];
    }
    case 'findings': {
      const answer = await engine.findings({ ...reaching, options: checkFindings(query) }, abort);
      return [findingsFrame(answer, factsOf(sampler), refId)];
    }
    case 'profile':
      return profileFrames(query, sampler, asked, factsOf(sampler));
    case 'dump':
      return dumpFrames(query, sampler, asked, factsOf(sampler));
    case 'process': {
      const answer = await engine.memory({ ...asked, options: { columns: PROCESS_COLUMNS } }, abort);
      const pace = paceOf(sampler, 'heaps');
      const heap = { intervalMs: pace.intervalMs, last: sampler.latestHeap?.cost, pace };
      const { pauses } = sampler.latest?.memory ?? {};
      return [processFrame(answer, factsOf(sampler), { refId, source: sampler.memorySource, heap, pauses })];
    }
    case 'events': {
      const kinds = checkEvents(query);
      const posted = await sampler.posted.read();
      const answer = await engine.events({ ...reaching, options: { posted: posted.deploys } }, abort);
      const found = kinds.includes('findings') ? await engine.findings({ ...reaching, options: {} }, abort) : undefined;
      return [eventsFrame({ ...answer, findings: found?.findings }, factsOf(sampler), { kinds, refId })];
    }
  }
}

/**
 * What stands for a query whose answer is long in coming: goroutines in all where it is which of them leak. Undefined
 * where there is nothing of that kind.
 *
 * @throws QueryError, EngineError as `framesOf`
 */
export async function previewOf(
  query: TidemarkQuery,
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>,
  abort: AbortSignal
): Promise<DataFrame[] | undefined> {
  if (query.queryType !== 'suspects' || query.series === false) {
    return undefined;
  }
  const { groupBy } = checkSuspects(query);
  const asked: Asked = { target: sampler.key, fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
  const answer = await sampler.engine.goroutines({ ...asked, options: { groupBy: 'total', top: 0 } }, abort);
  return judgingFrames(answer, factsOf(sampler), { refId: query.refId, groupBy });
}

/** What others may have recorded of what a query shows. */
export function pastWantedBy(query: TidemarkQuery): PastWanted {
  switch (query.queryType) {
    case 'goroutines':
      // A metric knows how many there are, and not in which stacks.
      return query.groupBy === 'total' && !query.focus && !query.ignore ? 'totals' : 'stacks';
    case 'memory':
      return query.view === 'instances' ? 'nothing' : 'memory';
    case 'findings':
    case 'events':
      return 'memory';
    case 'heap':
      return heapPastOf(query);
    default:
      return 'nothing';
  }
}

/**
 * Stored heap profiles are as scaled, and what a scraper stores of allocations is those since the profile before: only
 * levels, as scaled, are what this browser samples.
 */
function heapPastOf({ sampleType = 'inuse_space', values = 'scaled' }: HeapQuery): PastWanted {
  return values === 'scaled' && (sampleType === 'inuse_space' || sampleType === 'inuse_objects')
    ? sampleType
    : 'nothing';
}

function withTrouble(frame: DataFrame, { trouble }: Pick<PostedDeploys | JoinedPast, 'trouble'>): DataFrame {
  const notices = [...(frame.meta?.notices ?? [])];
  return trouble
    ? { ...frame, meta: { ...frame.meta, notices: [...notices, { severity: 'warning', text: trouble }] } }
    : frame;
}

/** What a heap query costs is its own: it brings a clock of its own. */
function heapFactsOf(sampler: Sampler): HeapFacts {
  const { latestHeap, paces } = sampler;
  const facts = factsOf(sampler);
  const pace = paceOf(sampler, 'heaps');
  return {
    ...facts,
    lastScrape: latestHeap?.cost ?? facts.lastScrape,
    heapIntervalMs: pace.intervalMs,
    pace,
    intervals: paces.heaps.intervals,
  };
}

function factsOf(sampler: Sampler): ProbeFacts {
  const { engine, latest, target } = sampler;
  const pace = paceOf(sampler, 'scrapes');
  return {
    target: target.label,
    intervalMs: pace.intervalMs,
    pace,
    lastScrape: latest?.cost ?? { requests: 0, bytes: 0, durationMs: 0 },
    decodedIn: engine.place,
    source: target.source,
  };
}

/** How often something is taken as things stand, and why. */
function paceOf({ paces, target }: Sampler, of: 'scrapes' | 'heaps'): PaceMeta {
  const { plan, setMs, spentMs } = paces[of];
  return { setMs, spentMs, budget: target.costBudget, ...plan };
}
