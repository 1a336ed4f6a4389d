import { rangeUtil } from '@grafana/data';
import type { DiagnosisOptions } from '../../core/diagnosis/finding';
import type { SpanChoice, VerdictOptions } from '../../core/deploys/verdictAnswer';
import { EVENT_KINDS, isMemoryField, MEMORY_FIELD_NAMES, type EventKind, type MemoryField } from '../../frames';
import type { HeapOptions } from '../../core/history/answers';
import { HEAP_SAMPLE_TYPES, HEAP_VALUES } from '../../core/profile/heap';
import type { SuspectsOptions } from '../engine/engine';
import {
  DEFAULT_GOROUTINES,
  DEFAULT_HEAP,
  type EventsQuery,
  type FindingsQuery,
  type GoroutinesQuery,
  type GroupBy,
  type HeapQuery,
  type MemoryQuery,
  type SuspectsQuery,
  type VerdictQuery,
} from '../types';

/** A query that cannot be answered, in words for the person who wrote it. */
export class QueryError extends Error {}

const GROUPS: readonly GroupBy[] = ['total', 'stack', 'function'];

/** @throws QueryError */
export function checkGoroutines(query: GoroutinesQuery) {
  if (!GROUPS.includes(query.groupBy)) {
    throw new QueryError(`“Group by” is “${query.groupBy}”. It can be ${GROUPS.join(', ')}.`);
  }
  const top = query.groupBy === 'total' ? 1 : Number(query.top ?? DEFAULT_GOROUTINES.top);
  if (!Number.isInteger(top) || top < 1) {
    throw new QueryError(`“Top” is “${query.top}”. It takes a whole number from 1 up.`);
  }
  return { groupBy: query.groupBy, top, focus: regex('Focus', query.focus), ignore: regex('Ignore', query.ignore) };
}

const MEMORY_VIEWS: ReadonlyArray<MemoryQuery['view']> = ['bands', 'fields', 'instances'];

/** @throws QueryError */
export function checkMemory(query: MemoryQuery) {
  if (!MEMORY_VIEWS.includes(query.view)) {
    throw new QueryError(`“View” is “${String(query.view)}”. It can be ${MEMORY_VIEWS.join(', ')}.`);
  }
  const fields = query.fields ?? [];
  const unknown = fields.find((name) => !isMemoryField(name));
  if (query.view !== 'bands' && unknown !== undefined) {
    throw new QueryError(`There is no memory field “${unknown}”. There are: ${MEMORY_FIELD_NAMES.join(', ')}.`);
  }
  if (query.view !== 'bands' && fields.length === 0) {
    throw new QueryError('Choose at least one field.');
  }
  return { view: query.view, fields: fields as MemoryField[] };
}

export interface CheckedSuspects extends SuspectsOptions {
  groupBy: NonNullable<SuspectsQuery['groupBy']>;
}

const SUSPECT_GROUPS: ReadonlyArray<CheckedSuspects['groupBy']> = ['leak', 'stack', 'function'];

/** @throws QueryError */
export function checkSuspects(query: SuspectsQuery): CheckedSuspects {
  const groupBy = query.groupBy ?? 'leak';
  if (!SUSPECT_GROUPS.includes(groupBy)) {
    throw new QueryError(`“One row for each” is “${groupBy}”. It can be ${SUSPECT_GROUPS.join(', ')}.`);
  }
  const load = query.load || undefined;
  if (load !== undefined && !isMemoryField(load)) {
    throw new QueryError(
      `There is no field “${load}” to stand for the load. There are: ${MEMORY_FIELD_NAMES.join(', ')}.`
    );
  }
  const percent = number('False discoveries', query.falseDiscoveryPercent, { least: 0.01, most: 50 });
  const [goroutines, mib] = [
    number('Goroutine limit', query.limitGoroutines, { least: 1 }),
    number('Memory limit', query.limitMiB, { least: 1 }),
  ];
  return {
    groupBy,
    windowMs: duration('Window', query.window),
    minRise: number('Minimum rise', query.minRise, { least: 0 }),
    minPercent: number('Minimum percent', query.minPercent, { least: 0 }),
    falseDiscoveryRate: percent === undefined ? undefined : percent / 100,
    ignore: regex('Ignore', query.ignore),
    preset: query.preset ?? true,
    load,
    limit: { goroutines, bytes: mib === undefined ? undefined : mib * 2 ** 20 },
  };
}

const HEAP_GROUPS: ReadonlyArray<HeapOptions['groupBy']> = ['function', 'stack'];
const HEAP_ORDERS: ReadonlyArray<HeapOptions['order']> = ['flat', 'cum'];

/** @throws QueryError */
export function checkHeap(query: HeapQuery): HeapOptions {
  const top = query.top ?? DEFAULT_HEAP.top;
  const count = Number(top);
  if (!Number.isInteger(count) || count < 1) {
    throw new QueryError(`“Top” is “${top}”. It takes a whole number from 1 up.`);
  }
  return {
    sampleType: oneOf('Sample type', query.sampleType ?? DEFAULT_HEAP.sampleType, HEAP_SAMPLE_TYPES),
    groupBy: oneOf('Group by', query.groupBy ?? DEFAULT_HEAP.groupBy, HEAP_GROUPS),
    order: oneOf('Order', query.order ?? DEFAULT_HEAP.order, HEAP_ORDERS),
    values: oneOf('Values', query.values ?? DEFAULT_HEAP.values, HEAP_VALUES),
    top: count,
    focus: regex('Focus', query.focus),
    ignore: regex('Ignore', query.ignore),
  };
}

export function oneOf<T extends string>(label: string, value: T, known: readonly T[]): T {
  if (!known.includes(value)) {
    throw new QueryError(`“${label}” is “${value}”. It can be ${known.join(', ')}.`);
  }
  return value;
}

/** @throws QueryError */
export function checkVerdict({ after, before }: VerdictQuery): Pick<VerdictOptions, 'before' | 'after'> {
  return { before: span('Before', before), after: span('After', after) };
}

/** @throws QueryError */
export function checkFindings({ limitMiB }: FindingsQuery): DiagnosisOptions {
  const mib = number('Memory limit', limitMiB, { least: 1 });
  return mib === undefined ? {} : { limitBytes: mib * 2 ** 20 };
}

/** @throws QueryError */
export function checkEvents({ kinds = [...EVENT_KINDS] }: EventsQuery): EventKind[] {
  const unknown = kinds.find((kind) => !EVENT_KINDS.includes(kind));
  if (unknown !== undefined) {
    throw new QueryError(`“${unknown}” cannot be marked. It can be ${EVENT_KINDS.join(', ')}.`);
  }
  return kinds;
}

/** A deploy's name, or two times with a slash between them. A name may have slashes: times have to read as times. */
function span(label: string, text: string | undefined): SpanChoice | undefined {
  const chosen = text?.trim();
  if (!chosen) {
    return undefined;
  }
  const [from, to, ...more] = chosen.split('/').map((part) => momentOf(part.trim()));
  if (from === undefined || to === undefined || more.length > 0) {
    return { deploy: chosen };
  }
  if (from >= to) {
    throw new QueryError(`“${label}” ends before it begins: ${chosen}.`);
  }
  return { fromMs: from, toMs: to };
}

export function momentOf(text: string): number | undefined {
  const ms = /^\d{12,}$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

export function number(
  label: string,
  value: number | string | undefined,
  { least, most = Infinity }: { least: number; most?: number }
): number | undefined {
  if (value === undefined || value === '') {
    return undefined;
  }
  const result = Number(value);
  if (!(result >= least && result <= most)) {
    const range = most === Infinity ? `from ${least} up` : `from ${least} to ${most}`;
    throw new QueryError(`“${label}” is “${value}”. It takes a number ${range}.`);
  }
  return result;
}

/** As Grafana writes durations: `90s`, `30m`, `2h`, `1d`. */
function duration(label: string, text: string | undefined): number | undefined {
  if (!text?.trim()) {
    return undefined;
  }
  try {
    return rangeUtil.intervalToMs(text.trim());
  } catch {
    throw new QueryError(`“${label}” is “${text}”. It takes a duration such as 30m or 2h.`);
  }
}

export function regex(label: string, text: string | undefined): RegExp | undefined {
  if (!text) {
    return undefined;
  }
  try {
    return new RegExp(text);
  } catch (error) {
    throw new QueryError(`“${label}” is not a regular expression: ${(error as Error).message}.`);
  }
}
