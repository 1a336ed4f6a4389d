import { FieldType, MappingType, type Field, type FieldConfig, type ValueMapping } from '@grafana/data';
import { shortName } from './goName';

/** What a column of a table holds, and how Grafana is to show it. */
export interface Column<Row> {
  readonly type: FieldType;
  readonly config?: FieldConfig;
  /** The cell of a row: null or empty where it is not known, never zero. */
  readonly of: (row: Row) => unknown;
  /** What is read of a text at a glance. The cell has the whole: who inspects or filters by it finds that. */
  readonly brief?: (text: string) => string;
}

/** Names and titles of a table's columns in their order, as the contract lists them. */
type Specs<Name extends string> = ReadonlyArray<{ readonly name: Name; readonly title: string }>;

/**
 * The fields of a table frame: one cell a row. The title is what a person reads, the contract's unless the column has one
 * of its own; the name is for transformations.
 */
export function fieldsOf<Row, Name extends string>(
  specs: Specs<Name>,
  columns: Readonly<Record<Name, Column<Row>>>,
  rows: readonly Row[]
): Field[] {
  return specs.map(({ name, title }) => {
    const { brief, config, of, type } = columns[name];
    const values = rows.map(of);
    const mappings = brief && { mappings: [inBrief(values as string[], brief)] };
    return { name, type, config: { displayNameFromDS: title, ...config, ...mappings }, values };
  });
}

function inBrief(texts: readonly string[], brief: (text: string) => string): ValueMapping {
  const options = Object.fromEntries([...new Set(texts)].map((text) => [text, { text: brief(text) }]));
  return { type: MappingType.ValueToText, options };
}

/** A pace in goroutines per minute. */
export const PACE = { type: FieldType.number, config: { decimals: 1 } } as const;
export const TEXT = { type: FieldType.string } as const;
export const TIME = { type: FieldType.time } as const;
export const NUMBER = { type: FieldType.number } as const;

/** Grafana's table hides a field by either, in old and new versions. */
export const HIDDEN = {
  ...TEXT,
  config: { custom: { hidden: true, hideFrom: { viz: true, legend: true, tooltip: true } } },
};
/** A link to what the hidden field `source` of the same row says. */
export const LINKED = {
  ...TEXT,
  config: { links: [{ title: 'Source', url: '${__data.fields.source}', targetBlank: true }] },
};

/** A column without what stands in it. */
export type Look = Pick<Column<unknown>, 'type' | 'config' | 'brief'>;

/** A column of so many pixels: figures take no more, so that names get the rest. */
export function narrow<C extends Look>(column: C, width: number) {
  return withCustom(column, { width });
}

/** A column that is never narrower. */
export function wide<C extends Look>(column: C, minWidth: number) {
  return withCustom(column, { minWidth });
}

function withCustom<C extends Look>(column: C, custom: object) {
  return { ...column, config: { ...column.config, custom: { ...column.config?.custom, ...custom } } };
}

/** A function, or one with its place: the path of its package would leave no room for its name. */
export const NAME = { ...TEXT, brief: (text: string) => text.replace(/^\S+/, shortName) };

/** A stack, a frame a line: Grafana's table shows its functions in one line, cut, and all of it on a click. */
export const STACK = {
  ...TEXT,
  config: { custom: { minWidth: 300, inspect: true } },
  brief: (text: string) => text.split('\n').map(functionOf).join(' ← '),
};

function functionOf(line: string): string {
  return shortName(line.replace(/ \S+$/, ''));
}
