import { DataTopic, FieldType, type DataFrame, type Field, type QueryResultMetaNotice } from '@grafana/data';
import type { HeapAnswer, HeapOptions } from '../core/history/answers';
import type { HeapMeta, HeapSampleType } from './contract';
import type { OriginSpan } from './contract/common';
import { shortName } from './goName';
import { paceNotices } from './pace';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf, type IntervalSince } from './rows';
import { sampleNotice } from './sample';

/** `lastScrape` is what the last heap profile cost; `pace` is that of heap profiles. */
export interface HeapFacts extends ProbeFacts {
  heapIntervalMs: number;
  /** The intervals that were kept so far, for the breaks of lines. A scrape tells its own. */
  intervals?: readonly IntervalSince[];
}

export interface HeapFrameOptions extends Pick<HeapOptions, 'sampleType' | 'groupBy' | 'order' | 'values'> {
  refId: string;
}

/** The heap over time as one wide frame: `time`, then the answer's series in their order. meta.custom: HeapMeta. */
export function heapFrame(answer: HeapAnswer, facts: HeapFacts, options: HeapFrameOptions): DataFrame {
  const { refId, groupBy, order, sampleType, values } = options;
  const { heapIntervalMs, intervals, ...probe } = facts;
  const rows = rowsOf(answer, heapIntervalMs, intervals);
  const { rateBytes, totalNow } = answer;
  const custom: HeapMeta = {
    version: 1,
    kind: 'heap',
    probe: probeMeta(answer, probe),
    restarts: rows.restarts,
    ...(rows.origins ? { origins: rows.origins } : {}),
    sampleType,
    groupBy,
    order,
    values,
    rateBytes,
    totalNow,
    heapIntervalMs,
  };
  const unit = unitOf(sampleType);
  const displayName = displayNames(answer.series.map(({ name }) => name));
  return {
    refId,
    name: 'heap',
    meta: {
      custom,
      notices: [
        ...failureNotices(answer),
        ...originNotices(rows.origins),
        ...noticeOf(answer, sampleType),
        ...paceNotices(facts.pace, 'a heap profile'),
      ],
      preferredVisualisationPluginId: 'timeseries',
    },
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: rows.times },
      ...answer.series.map(({ name, stack, values: column }): Field => ({
        name,
        type: FieldType.number,
        config: { displayNameFromDS: displayName(name), unit, min: 0 },
        labels: stack ? { stack: stack.key } : undefined,
        values: valuesOf(column, rows),
      })),
    ],
    length: rows.times.length,
  };
}

/** Without the paths of their packages, which would fill a legend; whole where two would be the same. */
function displayNames(names: readonly string[]): (name: string) => string {
  const short = names.map(shortName);
  const twins = new Set(short.filter((name, i) => short.indexOf(name) !== i));
  return (name) => (twins.has(shortName(name)) ? name : shortName(name));
}

/** A stretch that is a smaller part of the picture is no news, as in the plots of our own panels. */
const LEAST_SHARE = 1 / 200;

/**
 * Where a heap frame's rows change from one recorder to another, as annotations, which Grafana's own time series panel
 * draws as hairlines; undefined where they do not.
 */
export function heapJoints({ meta, refId }: DataFrame): DataFrame | undefined {
  const { origins = [] } = meta?.custom as HeapMeta;
  const spanMs = (origins.at(-1)?.toMs ?? 0) - (origins[0]?.fromMs ?? 0);
  const wide = origins.filter(({ fromMs, toMs }) => toMs - fromMs >= spanMs * LEAST_SHARE);
  const joints = wide.flatMap((one, i) => {
    const before = wide[i - 1];
    return before && before.origin !== one.origin
      ? [{ time: (before.toMs + one.fromMs) / 2, text: `Left of it ${nameOf(before)}, right of it ${nameOf(one)}.` }]
      : [];
  });
  return joints.length === 0
    ? undefined
    : {
        refId,
        name: 'origins',
        meta: { dataTopic: DataTopic.Annotations },
        fields: [
          { name: 'time', type: FieldType.time, config: {}, values: joints.map(({ time }) => time) },
          { name: 'text', type: FieldType.string, config: {}, values: joints.map(({ text }) => text) },
          { name: 'color', type: FieldType.string, config: {}, values: joints.map(() => 'gray') },
          // Grafana offers an editor to change and to delete every annotation but those of this id, which are no rows of
          // its own (AnnotationTooltip2.tsx).
          { name: 'id', type: FieldType.number, config: {}, values: joints.map(() => 0) },
        ],
        length: joints.length,
      };
}

function nameOf({ origin }: OriginSpan): string {
  return origin === 'sampled' ? 'sampled here' : `from ${origin}`;
}

/** What a stored row is. */
function originNotices(origins: readonly OriginSpan[] = []): QueryResultMetaNotice[] {
  const told = origins.filter(({ origin }) => origin !== 'sampled').at(-1);
  const when = (ms: number) => new Date(ms).toLocaleString(undefined, { hourCycle: 'h23' });
  return told
    ? [
        {
          severity: 'info',
          text: `Up to ${when(told.toMs)} from ${told.origin}, where this browser took no heap profile: single profiles that were stored, no averages. Everything else was sampled here.`,
        },
      ]
    : [];
}

function unitOf(sampleType: HeapSampleType): string {
  return sampleType.endsWith('space') ? 'bytes' : 'short';
}

function noticeOf({ rateBytes, totalNow }: HeapAnswer, sampleType: HeapSampleType): QueryResultMetaNotice[] {
  return totalNow ? [sampleNotice({ type: sampleType, unit: unitOf(sampleType) }, { ...totalNow, rateBytes })] : [];
}
