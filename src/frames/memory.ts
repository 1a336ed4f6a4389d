import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { madvise } from '../core/memstats/madvise';
import {
  MEMSTATS_FIELDS,
  PROCESS_FIELDS,
  type FieldSpec,
  type MemoryField,
  type MemorySource,
} from '../core/memstats/fields';
import type { MemoryAnswer, MemoryColumnName } from '../core/history/answers';
import { MEMORY_FIELDS, type MemoryMeta } from './contract';
import { paceNotices } from './pace';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf } from './rows';

export interface MemoryView {
  view: MemoryMeta['view'];
  /** view `fields`: which, in this order. */
  fields?: readonly MemoryField[];
}

export interface MemoryFrameOptions extends MemoryView {
  refId: string;
  /** Where the figures come from; undefined before any source has answered. */
  source: MemorySource | undefined;
}

const ALL_FIELDS: Record<MemoryField, FieldSpec> = { ...MEMSTATS_FIELDS, ...PROCESS_FIELDS };

/** The names that view `fields` knows. */
export const MEMORY_FIELD_NAMES = Object.keys(ALL_FIELDS) as MemoryField[];

export function isMemoryField(name: string): name is MemoryField {
  return Object.hasOwn(ALL_FIELDS, name);
}

/** What a person reads about a field: its unit is Grafana's. */
export function describeMemoryField(name: MemoryField): { unit: string; text: string } {
  const { unit, text } = ALL_FIELDS[name];
  return { unit: GRAFANA_UNITS[unit], text };
}

const GRAFANA_UNITS: Record<FieldSpec['unit'], string> = {
  bytes: 'bytes',
  count: 'short',
  ns: 'ns',
  ratio: 'percentunit',
};

/** What the frame of such a view is made of: what to ask the history for. */
export function memoryColumns({ view, fields = [] }: MemoryView): readonly MemoryColumnName[] {
  return view === 'bands' ? MEMORY_FIELDS.map(({ name }) => name) : fields;
}

/**
 * Memory over time as one wide frame: `time`, then the columns of the answer: in view `bands` the fields of
 * MEMORY_FIELDS that the target tells, in view `fields` those asked for. All bands are bytes, NumGC is a count.
 * meta.custom: MemoryMeta.
 */
export function memoryFrame(answer: MemoryAnswer, facts: ProbeFacts, options: MemoryFrameOptions): DataFrame {
  const { refId, source, view } = options;
  const rows = rowsOf(answer, facts.intervalMs);
  const told = new Set<string>(answer.columns.map(({ name }) => name));
  const missing = view === 'fields' ? (options.fields ?? []).filter((name) => !told.has(name)) : [];
  const { goVersion, godebug } = answer.process;
  const custom: MemoryMeta = {
    version: 1,
    kind: 'memory',
    probe: probeMeta(answer, facts),
    restarts: rows.restarts,
    ...(rows.origins ? { origins: rows.origins } : {}),
    view,
    source,
    madvise: madvise(goVersion, godebug),
    rssSource: answer.tellsRss ? source : undefined,
  };
  return {
    refId,
    name: 'memory',
    meta: {
      custom,
      notices: [
        ...failureNotices(answer),
        ...paceNotices(facts.pace, 'a scrape'),
        ...missing.map((name) => ({
          severity: 'info' as const,
          text: `${source ?? 'This program'} does not tell ${name}: ${ALL_FIELDS[name].text}`,
        })),
      ],
      preferredVisualisationPluginId: view === 'bands' ? 'tidemark-memory-panel' : 'timeseries',
    },
    fields: [
      { name: 'time', type: FieldType.time, config: {}, values: rows.times },
      ...answer.columns.map(({ name, values }): Field => ({
        name,
        type: FieldType.number,
        config: view === 'bands' ? bandConfig(name) : fieldConfig(name as MemoryField),
        values: valuesOf(values, rows),
      })),
    ],
    length: rows.times.length,
  };
}

function bandConfig(name: MemoryColumnName): Field['config'] {
  const spec = MEMORY_FIELDS.find((field) => field.name === name)!;
  const told = { displayNameFromDS: spec.title, description: `${spec.formula}. ${spec.text}` };
  // A count among bytes: only our panel knows what to do with it.
  const hideFrom = { viz: true, legend: true, tooltip: true };
  return spec.role === 'collections' ? { ...told, unit: 'short', custom: { hideFrom } } : { ...told, unit: 'bytes' };
}

function fieldConfig(name: MemoryField): Field['config'] {
  const { unit, text } = describeMemoryField(name);
  return { unit, displayNameFromDS: name, description: text };
}
