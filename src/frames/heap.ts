import { FieldType, type DataFrame, type Field, type QueryResultMetaNotice } from '@grafana/data';
import type { HeapAnswer, HeapOptions } from '../core/history/answers';
import type { HeapMeta, HeapSampleType } from './contract';
import type { OriginSpan } from './contract/common';
import { paceNotices } from './pace';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf } from './rows';
import { sampleNotice } from './sample';

/** `lastScrape` is what the last heap profile cost; `pace` and `intervals` are those of heap profiles. */
export interface HeapFacts extends ProbeFacts {
  heapIntervalMs: number;
}

export interface HeapFrameOptions extends Pick<HeapOptions, 'sampleType' | 'groupBy' | 'order' | 'values'> {
  refId: string;
}

/** The heap over time as one wide frame: `time`, then the answer's series in their order. meta.custom: HeapMeta. */
export function heapFrame(answer: HeapAnswer, facts: HeapFacts, options: HeapFrameOptions): DataFrame {
  const { refId, groupBy, order, sampleType, values } = options;
  const { heapIntervalMs, ...probe } = facts;
  const rows = rowsOf(answer, heapIntervalMs, facts.intervals);
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
        config: { displayNameFromDS: name, unit, min: 0 },
        labels: stack ? { stack: stack.key } : undefined,
        values: valuesOf(column, rows),
      })),
    ],
    length: rows.times.length,
  };
}

/** Grafana's own time series panel draws no line between two recorders, so it is said. */
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
