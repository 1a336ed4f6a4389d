import { FieldType, type DataFrame, type Labels } from '@grafana/data';
import type { MemoryField } from '../core/memstats/fields';
import type { TimestampMs } from '../core/scrape';
import type { InstancesMeta } from './contract';
import { describeMemoryField } from './memory';

/** A memory field of one of several programs. */
export interface InstanceSeries {
  readonly field: MemoryField;
  readonly labels: Labels;
  /** Ascending. */
  readonly times: readonly TimestampMs[];
  /** NaN where not told. */
  readonly values: readonly number[];
}

/** More lines than this nobody tells apart. */
const MOST_SHOWN = 100;

/**
 * A frame each, the greatest newest value first: `time`, then the field with the labels of the series. The name is what
 * tells the instance from the others. meta.custom: InstancesMeta.
 */
export function instancesFrames(
  series: readonly InstanceSeries[],
  { matchers, refId }: { refId: string; matchers: string }
): DataFrame[] {
  const newest = ({ values }: InstanceSeries) => values.at(-1) ?? NaN;
  const shown = [...series].sort((a, b) => newest(b) - newest(a)).slice(0, MOST_SHOWN);
  const telling = tellingLabels(series);
  const hasSeveralFields = new Set(series.map(({ field }) => field)).size > 1;
  const notices = [
    ...(series.length === 0
      ? [{ severity: 'warning' as const, text: `Prometheus has no such series of {${matchers}} in this time range.` }]
      : []),
    ...(series.length > MOST_SHOWN
      ? [{ severity: 'info' as const, text: `The ${MOST_SHOWN} greatest of ${series.length} lines are shown.` }]
      : []),
  ];
  const custom: InstancesMeta = { version: 1, kind: 'instances' };
  const meta = { custom, preferredVisualisationPluginId: 'timeseries' };
  if (shown.length === 0) {
    return [{ refId, name: 'instances', meta: { ...meta, notices }, fields: [], length: 0 }];
  }
  return shown.map(({ field, labels, times, values }, i): DataFrame => {
    const { text, unit } = describeMemoryField(field);
    const instance = telling.map((name) => labels[name] ?? '').join(' ');
    return {
      refId,
      name: 'instances',
      meta: { ...meta, ...(i === 0 ? { notices } : {}) },
      fields: [
        { name: 'time', type: FieldType.time, config: {}, values: [...times] },
        {
          name: field,
          type: FieldType.number,
          labels,
          config: {
            displayNameFromDS: [hasSeveralFields || !instance ? field : '', instance].filter(Boolean).join(' '),
            description: text,
            unit,
          },
          values: values.map((value) => (Number.isNaN(value) ? null : value)),
        },
      ],
      length: times.length,
    };
  });
}

/** The labels by which the series differ, but for those that another already tells. */
function tellingLabels(series: readonly InstanceSeries[]): string[] {
  const names = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))];
  // A pod is what a person knows an instance by.
  const order = ['pod', 'instance', ...names.filter((name) => name !== 'pod' && name !== 'instance').sort()];
  const instances = new Set(series.map(({ labels }) => JSON.stringify(labels))).size;
  const told = (some: readonly string[]) =>
    new Set(series.map(({ labels }) => JSON.stringify(some.map((name) => labels[name])))).size;
  const telling: string[] = [];
  for (const name of order) {
    if (told(telling) < instances && told([...telling, name]) > told(telling)) {
      telling.push(name);
    }
  }
  return telling;
}
