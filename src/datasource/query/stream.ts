import {
  dateMath,
  LoadingState,
  rangeUtil,
  type DataQueryRequest,
  type DataQueryResponse,
  type DateTime,
  type TimeRange,
} from '@grafana/data';
import { concat, defer, map, of, type Observable } from 'rxjs';
import type { Sampler } from '../sampler/sampler';
import type { TidemarkQuery } from '../types';
import { QueryError } from './check';
import { frameOf } from './frames';
import { interpolate } from './interpolate';

/**
 * Answers a panel: once with what is there, and again after each scrape for as long as the panel listens and its time
 * range reaches the present. Every packet carries the whole answer, so a late one never leaves half of an old one.
 */
export function answer(request: DataQueryRequest<TidemarkQuery>, sampler: Sampler): Observable<DataQueryResponse> {
  const queries = request.targets.filter(({ hide }) => !hide).map((query) => interpolate(query, request.scopedVars));
  const packet = () => packetOf(queries, sampler, rangeNow(request));

  if (isPast(request.range)) {
    return of({ ...packet(), state: LoadingState.Done });
  }
  // What an earlier panel made us sample is shown at once; before the first scrape there is nothing to show.
  const known = defer(() => (sampler.history.length > 0 ? of(packet()) : of()));
  return concat(known, sampler.scrapes.pipe(map(packet)));
}

function packetOf(
  queries: TidemarkQuery[],
  sampler: Sampler,
  range: Pick<TimeRange, 'from' | 'to'>
): DataQueryResponse {
  const response: DataQueryResponse = { data: [], state: LoadingState.Streaming, key: 'tidemark' };
  const errors: NonNullable<DataQueryResponse['errors']> = [];
  for (const query of queries) {
    try {
      const frame = frameOf(query, sampler, range);
      response.data.push(frame);
      // A target that never gave this part is an error; one that failed now and then is a gap with a notice.
      const trouble = frame.fields.length < 2 || frame.fields.slice(1).every(({ values }) => isEmpty(values));
      const notice = trouble ? frame.meta?.notices?.[0] : undefined;
      if (notice) {
        errors.push({ refId: query.refId, message: notice.text });
      }
    } catch (error) {
      if (!(error instanceof QueryError)) {
        throw error;
      }
      errors.push({ refId: query.refId, message: error.message });
    }
  }
  return errors.length ? { ...response, errors } : response;
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
