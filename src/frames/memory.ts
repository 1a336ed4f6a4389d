import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { bandColumn } from '../core/memstats/bands';
import { madvise } from '../core/memstats/madvise';
import {
  MEMSTATS_FIELDS,
  PROCESS_FIELDS,
  type FieldSpec,
  type MemoryField,
  type MemorySource,
} from '../core/memstats/fields';
import type { HistoryRange } from '../core/history/store';
import { MEMORY_FIELDS, type MemoryMeta } from './contract';
import { failureNotices, probeMeta, type ProbeFacts } from './probe';
import { rowsOf, valuesOf, type Rows } from './rows';

export interface MemoryFrameOptions {
  refId: string;
  view: MemoryMeta['view'];
  /** view `fields`: which, in this order. */
  fields?: readonly MemoryField[];
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

/**
 * Memory over time as one wide frame: `time`, then in view `bands` the fields of MEMORY_FIELDS that the target tells,
 * in view `fields` those asked for. All bands are bytes. meta.custom: MemoryMeta.
 */
export function memoryFrame(range: HistoryRange, facts: ProbeFacts, options: MemoryFrameOptions): DataFrame {
  const rows = rowsOf(range, facts.intervalMs);
  const told = new Set(range.memoryFields);
  const fields = options.view === 'bands' ? bandFields(range, rows) : plainFields(range, rows, options.fields ?? []);
  const missing = (options.view === 'fields' ? (options.fields ?? []) : []).filter((name) => !told.has(name));
  const custom: MemoryMeta = {
    version: 1,
    kind: 'memory',
    probe: probeMeta(range, facts),
    restarts: rows.restarts,
    view: options.view,
    source: options.source,
    madvise: madvise(range.process.goVersion, range.process.godebug),
    rssSource: told.has('RSS') ? options.source : undefined,
  };
  return {
    refId: options.refId,
    name: 'memory',
    meta: {
      custom,
      notices: [
        ...failureNotices(range, 'memory'),
        ...missing.map((name) => ({
          severity: 'info' as const,
          text: `${options.source ?? 'This program'} does not tell ${name}: ${ALL_FIELDS[name].text}`,
        })),
      ],
      preferredVisualisationPluginId: options.view === 'bands' ? 'tidemark-memory-panel' : 'timeseries',
    },
    fields: [{ name: 'time', type: FieldType.time, config: {}, values: rows.times }, ...fields],
    length: rows.times.length,
  };
}

function bandFields(range: HistoryRange, rows: Rows): Field[] {
  return MEMORY_FIELDS.flatMap(({ name, title, formula, text }) => {
    const column = name === 'RSS' ? range.memory(name) : bandColumn(name, (field) => range.memory(field));
    if (column.every(Number.isNaN)) {
      return [];
    }
    return [
      numberField(name, valuesOf(column, rows), {
        unit: 'bytes',
        displayNameFromDS: title,
        description: `${formula}. ${text}`,
      }),
    ];
  });
}

function plainFields(range: HistoryRange, rows: Rows, names: readonly MemoryField[]): Field[] {
  return names
    .filter((name) => range.memoryFields.includes(name))
    .map((name) => {
      const { unit, text } = describeMemoryField(name);
      return numberField(name, valuesOf(range.memory(name), rows), {
        unit,
        displayNameFromDS: name,
        description: text,
      });
    });
}

function numberField(name: string, values: Array<number | null>, config: Field['config']): Field {
  return { name, type: FieldType.number, config, values };
}
