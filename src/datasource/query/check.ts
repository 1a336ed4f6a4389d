import { isMemoryField, MEMORY_FIELD_NAMES, type MemoryField } from '../../frames';
import { DEFAULT_GOROUTINES, type GoroutinesQuery, type GroupBy, type MemoryQuery } from '../types';

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

/** @throws QueryError */
export function checkMemory(query: MemoryQuery) {
  if (query.view !== 'bands' && query.view !== 'fields') {
    throw new QueryError(`“View” is “${String(query.view)}”. It can be bands, fields.`);
  }
  const fields = query.fields ?? [];
  const unknown = fields.find((name) => !isMemoryField(name));
  if (query.view === 'fields' && unknown !== undefined) {
    throw new QueryError(`There is no memory field “${unknown}”. There are: ${MEMORY_FIELD_NAMES.join(', ')}.`);
  }
  if (query.view === 'fields' && fields.length === 0) {
    throw new QueryError('Choose at least one field.');
  }
  return { view: query.view, fields: fields as MemoryField[] };
}

function regex(label: string, text: string | undefined): RegExp | undefined {
  if (!text) {
    return undefined;
  }
  try {
    return new RegExp(text);
  } catch (error) {
    throw new QueryError(`“${label}” is not a regular expression: ${(error as Error).message}.`);
  }
}
