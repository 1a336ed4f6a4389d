import {
  FieldType,
  formattedValueToString,
  getValueFormat,
  type DataFrame,
  type Field,
  type QueryResultMetaNotice,
} from '@grafana/data';
import type { HeapAnswer, HeapOptions } from '../core/history/answers';
import type { HeapMeta, HeapSampleType } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf } from './rows';

/** `lastScrape` is what the last heap profile cost. */
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
  const rows = rowsOf(answer, heapIntervalMs);
  const { rateBytes, totalNow } = answer;
  const custom: HeapMeta = {
    version: 1,
    kind: 'heap',
    probe: probeMeta(answer, probe),
    restarts: rows.restarts,
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
      notices: [...failureNotices(answer), ...sampleNotices(answer, sampleType)],
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

function unitOf(sampleType: HeapSampleType): string {
  return sampleType.endsWith('space') ? 'bytes' : 'short';
}

/** Why the numbers are estimates, and what they rest on. */
function sampleNotices({ rateBytes, totalNow }: HeapAnswer, sampleType: HeapSampleType): QueryResultMetaNotice[] {
  if (!totalNow) {
    return [];
  }
  const info = (text: string): QueryResultMetaNotice[] => [{ severity: 'info', text }];
  const show = (value: number, unit = unitOf(sampleType)) => formattedValueToString(getValueFormat(unit)(value));
  if (totalNow.scaled === 0 && sampleType.startsWith('alloc')) {
    return info('The heap profile is empty. Does the program set runtime.MemProfileRate to 0?');
  }
  if (rateBytes === null) {
    return info('The profile does not say at which rate it was sampled, so nothing is known of its scaling.');
  }
  if (rateBytes === 1) {
    return info('Every allocation was recorded (runtime.MemProfileRate is 1): nothing is estimated.');
  }
  return info(
    `This is a sample: about one allocation in ${show(rateBytes, 'bytes')} is recorded (runtime.MemProfileRate), as of the last collection. ` +
      `The profile scales it up, to ${show(totalNow.scaled)} of ${sampleType} in all; ` +
      `recorded, and printed by heap?debug=1, were ${show(totalNow.sampled)}.`
  );
}
