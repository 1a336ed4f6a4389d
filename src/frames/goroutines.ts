import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { namedBy, type CountSeries, type GoroutinesAnswer } from '../core/history/answers';
import type { GoroutineSeries, GoroutinesMeta } from './contract';
import { paceNotices } from './pace';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf } from './rows';

export { namedBy } from '../core/history/answers';

export interface GoroutinesFrameOptions {
  refId: string;
  groupBy: GoroutinesMeta['groupBy'];
}

/** Goroutines over time as one wide frame: `time`, then the answer's series in their order. meta.custom: GoroutinesMeta. */
export function goroutinesFrame(
  answer: GoroutinesAnswer,
  facts: ProbeFacts,
  { refId, groupBy }: GoroutinesFrameOptions
): DataFrame {
  const rows = rowsOf(answer, facts.intervalMs);
  const series: Record<string, GoroutineSeries> = {};
  const fields: Field[] = [{ name: 'time', type: FieldType.time, config: {}, values: rows.times }];
  for (const one of answer.series) {
    series[one.name] = seriesOf(one);
    fields.push({
      name: one.name,
      type: FieldType.number,
      config: { displayNameFromDS: one.name, unit: 'short', min: 0 },
      labels: labelsOf(one),
      values: valuesOf(one.counts, rows),
    });
  }
  const custom: GoroutinesMeta = {
    version: 1,
    kind: 'goroutines',
    probe: probeMeta(answer, facts),
    restarts: rows.restarts,
    ...(rows.origins ? { origins: rows.origins } : {}),
    groupBy,
    totalNow: Number.isNaN(answer.totalNow) ? null : answer.totalNow,
    groups: answer.groups,
    series,
  };
  return {
    refId,
    name: 'goroutines',
    meta: {
      custom,
      notices: [...failureNotices(answer), ...paceNotices(facts.pace, 'a scrape')],
      preferredVisualisationPluginId: 'tidemark-goroutines-panel',
    },
    fields,
    length: rows.times.length,
  };
}

function seriesOf({ groups, leak, role, stack }: CountSeries): GoroutineSeries {
  if (role === 'other') {
    return { role, groups };
  }
  if (!stack) {
    return { role };
  }
  const { key, blockedOn, frames, userFrame } = stack;
  return { role, ...(leak ? { leak } : {}), stackKey: key, blockedOn, frames, userFrame, namedBy: namedBy(stack) };
}

function labelsOf({ stack }: CountSeries): Field['labels'] {
  return stack ? { stack: stack.key, blocked_on: stack.blockedOn } : undefined;
}
