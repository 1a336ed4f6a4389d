import { FieldType, type Field, type FieldConfig } from '@grafana/data';

/** What a column of a table holds, and how Grafana is to show it. */
export interface Column<Row> {
  readonly type: FieldType;
  readonly config?: FieldConfig;
  /** The cell of a row: null or empty where it is not known, never zero. */
  readonly of: (row: Row) => unknown;
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
    const { config, of, type } = columns[name];
    return { name, type, config: { displayNameFromDS: title, ...config }, values: rows.map(of) };
  });
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
export type Look = Pick<Column<unknown>, 'type' | 'config'>;

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

/** A stack, a frame a line: Grafana's table shows the first, and all of them on a click. */
export const STACK = { ...TEXT, config: { custom: { minWidth: 300, inspect: true } } };
