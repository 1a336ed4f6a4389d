import {
  dateMath,
  FieldType,
  LoadingState,
  rangeUtil,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DateTime,
  type TimeRange,
} from '@grafana/data';
import { defer, filter, from, map, merge, of, type Observable } from 'rxjs';
import { emptyFlameFrame, oneASeverity, type TidemarkMeta } from '../../frames';
import { TargetError } from '../client/errors';
import { EngineError } from '../engine/engine';
import type { JoinedPast, PastOf } from '../past/pasts';
import type { Sampler } from '../sampler/sampler';
import type { TidemarkQuery } from '../types';
import { QueryError } from './check';
import { framesOf, pastWantedBy, previewOf } from './frames';
import { interpolate } from './interpolate';
import { mapNewest } from './mapNewest';

/**
 * Answers a panel: once with what is there, and again after each scrape (or heap profile, where that is asked for) for as long as the panel listens and its time
 * range reaches the present. Every packet carries the whole answer, so a late one never leaves half of an old one; but
 * for the very first: where nothing is shown yet, a picture need not wait for the verdict on it.
 * Leaving cancels what is being worked out.
 */
export function answer(request: DataQueryRequest<TidemarkQuery>, sampler: Sampler): Observable<DataQueryResponse> {
  const queries = request.targets.filter(({ hide }) => !hide).map((query) => interpolate(query, request.scopedVars));
  const pasts = queries.map((query) => sampler.pasts.of(pastWantedBy(query), request.scopedVars));
  const distinct = [...new Set(pasts)];
  let isFirst = true;
  const packet = mapNewest((abort, early: (response: DataQueryResponse) => void) => {
    const whenFirst = isFirst ? early : undefined;
    isFirst = false;
    return packetOf(queries, sampler, rangeNow(request), pasts, abort, whenFirst);
  });

  if (isPast(request.range)) {
    return from(Promise.all(distinct.map((past) => past.read(request.range)))).pipe(
      packet,
      map((response) => ({ ...response, state: LoadingState.Done }))
    );
  }
  // What an earlier panel made us sample, or an earlier page, is shown at once; without either there is nothing to show.
  const clocks = [...new Set(queries.map(clockOf))].map((clock) => CLOCKS[clock](sampler));
  const known = defer(() =>
    clocks.some(({ hasSome }) => hasSome) ? of(undefined) : from(sampler.catchUp()).pipe(filter((hasSome) => hasSome))
  );
  return merge(known, ...distinct.map(({ changes }) => changes), ...clocks.map(({ taken }) => taken)).pipe(packet);
}

/** What is there before this is shown in one step. */
const EARLY_AFTER_MS = 100;

/** What is taken of a target, each at its own pace; `none` takes nothing, and looks at what others had taken. */
type ClockName = 'scrapes' | 'heaps' | 'none';

const CLOCKS: Readonly<Record<ClockName, (sampler: Sampler) => { taken: Observable<unknown>; hasSome: boolean }>> = {
  scrapes: ({ latest, scrapes }) => ({ taken: scrapes, hasSome: latest !== undefined }),
  heaps: ({ heaps, latestHeap }) => ({ taken: heaps, hasSome: latestHeap !== undefined }),
  // Even nothing is an answer there: what is to be seen may be a file, or what a click asks for.
  none: ({ seen }) => ({ taken: seen, hasSome: true }),
};

const CLOCK_OF: Partial<Record<TidemarkQuery['queryType'], ClockName>> = {
  // Heap profiles are dear: they are taken only while somebody asks for them.
  heap: 'heaps',
  profile: 'none',
  dump: 'none',
};

function clockOf(query: TidemarkQuery): ClockName {
  // A fleet is known to Prometheus: no program need be asked for that.
  const isFleet = query.queryType === 'memory' && query.view === 'instances';
  return isFleet ? 'none' : (CLOCK_OF[query.queryType] ?? 'scrapes');
}

async function packetOf(
  queries: TidemarkQuery[],
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>,
  pasts: readonly PastOf[],
  abort: AbortSignal,
  /** Gets what there is sooner, where all of it takes longer: what stands for the first query, then its answer. */
  early?: (response: DataQueryResponse) => void
): Promise<DataQueryResponse> {
  const working = queries.map(async (query, i) => {
    const joined = await (pasts[i] as PastOf).join(range, abort);
    return partOf(query, sampler, range, joined, abort);
  });
  const all = Promise.all(working);
  if (early) {
    const [query] = queries as [TidemarkQuery];
    const soon = [() => previewPart(query, sampler, range, abort), ...(working.length > 1 ? [() => working[0]!] : [])];
    showSoon(soon, all, (part) => !abort.aborted && early(responseOf(queries, [part])));
  }
  return responseOf(queries, await all);
}

/** Shows what stands for the whole until it is there, where that is not soon; what comes later in the list is better. */
function showSoon(parts: ReadonlyArray<() => Promise<Part>>, whole: Promise<unknown>, show: (part: Part) => void) {
  let best = -1;
  const done = () => (best = Infinity);
  whole.then(done, done);
  setTimeout(() => {
    for (const [i, part] of parts.entries()) {
      if (best === Infinity) {
        return;
      }
      const use = (known: Part) => {
        if (known.frames && i > best) {
          best = i;
          show(known);
        }
      };
      // Who waits for the whole is told what went wrong.
      part().then(use, () => undefined);
    }
  }, EARLY_AFTER_MS);
}

/** Never rejects. */
async function previewPart(
  query: TidemarkQuery,
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>,
  abort: AbortSignal
): Promise<Part> {
  try {
    return { frames: (await previewOf(query, sampler, range, abort))?.map(withNotices) };
  } catch {
    // What went wrong the answer itself tells.
    return {};
  }
}

/** @param parts of the first queries, all or some of them */
function responseOf(queries: TidemarkQuery[], parts: readonly Part[]): DataQueryResponse {
  const response: DataQueryResponse = {
    data: parts.flatMap(({ frames }) => frames ?? []),
    state: LoadingState.Streaming,
    key: 'tidemark',
  };
  const errors = parts.flatMap(({ error }, index) => (error ? { refId: queries[index]!.refId, message: error } : []));
  return errors.length ? { ...response, errors } : response;
}

/** As Grafana shows them. */
function withNotices(frame: DataFrame): DataFrame {
  const notices = frame.meta?.notices;
  return notices ? { ...frame, meta: { ...frame.meta, notices: oneASeverity(notices) } } : frame;
}

interface Part {
  frames?: DataFrame[];
  error?: string;
}

/** One query's part of a packet: its frames, or why there are none, or both where nothing is in them. */
async function partOf(
  query: TidemarkQuery,
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>,
  past: JoinedPast,
  abort: AbortSignal
): Promise<Part> {
  try {
    const frames = await framesOf(query, sampler, range, past, abort);
    // A target that never gave this part is an error; one that failed now and then is a gap with a notice.
    const untold = frames.find(
      (frame) => isSeries(frame) && frame.fields.slice(1).every(({ values }) => isEmpty(values))
    );
    return { frames: frames.map(withNotices), error: untold?.meta?.notices?.[0]?.text };
  } catch (error) {
    if (error instanceof QueryError || error instanceof EngineError || error instanceof TargetError) {
      const { message } = error;
      // Without a frame Grafana's flame graph says that fields are missing, and nothing of what went wrong.
      const isFlame = query.queryType === 'profile' && query.view === 'flamegraph';
      return { error: message, ...(isFlame ? { frames: [emptyFlameFrame(query.refId, message)] } : {}) };
    }
    throw error;
  }
}

/** One row a scrape, as opposed to a table, in which no row is an answer. */
function isSeries({ fields, meta }: DataFrame): boolean {
  const { kind }: Partial<TidemarkMeta> = meta?.custom ?? {};
  return fields[0]?.type === FieldType.time && (kind === 'goroutines' || kind === 'memory' || kind === 'heap');
}

function isEmpty(values: ArrayLike<unknown>): boolean {
  return Array.prototype.every.call(values, (value) => value === null);
}

/** Relative ranges move with the clock: `now-5m` is meant anew at each packet, `now/d` in the dashboard's time zone. */
function rangeNow({ range, timezone }: DataQueryRequest<TidemarkQuery>): Pick<TimeRange, 'from' | 'to'> {
  const parse = (raw: string | DateTime, roundUp: boolean) =>
    rangeUtil.isRelativeTime(raw) ? dateMath.toDateTime(raw, { roundUp, timezone }) : undefined;
  return { from: parse(range.raw.from, false) ?? range.from, to: parse(range.raw.to, true) ?? range.to };
}

/** An absolute end that is over. Explore hands over a DateTime, dashboards the ISO text of their URL. */
function isPast(range: TimeRange): boolean {
  return !rangeUtil.isRelativeTime(range.raw.to) && range.to.valueOf() < Date.now();
}
