import { FieldType, type DataFrame, type Field, type PanelData } from '@grafana/data';
import { MEMORY_FIELDS, type MemoryFieldName, type MemoryMeta } from '../../frames/contract';
import { noData, noFrame } from '../../ui/noData';
import type { NoticeText } from '../../ui/Notice';

export type Column = Array<number | null>;

/** The bands view's frame, by field name. */
export interface MemoryModel {
  frame: DataFrame;
  meta: MemoryMeta;
  times: number[];
  columns: Partial<Record<MemoryFieldName, Column>>;
  /** What the columns are: bytes, or per cent of each moment's RSS (share.ts). */
  measure: 'bytes' | 'share';
  /** The field whose config (unit, decimals) the figures follow. */
  field: Field;
  /** Rows at which anything was told, first and last; -1 where none. */
  first: number;
  newest: number;
  /** Further memory frames that this panel does not draw. */
  others: number;
}

export type MemoryAnswer = { model: MemoryModel; notice?: undefined } | { model?: undefined; notice: NoticeText };

const CHOOSE = 'This panel draws memory bands. Choose the Tidemark pprof data source, query type Memory, view Bands.';

export function readMemory(data: PanelData): MemoryAnswer {
  const { series, state, errors } = data;
  const found = series.filter(isBands);
  const [frame] = found;
  if (!frame) {
    return { notice: noFrame(data, CHOOSE, () => whatInstead(series)) };
  }
  const model = modelOf(frame, found.length - 1);
  const trouble = errors?.[0]?.message;
  return model.newest >= 0 ? { model } : { notice: noData({ ...model.meta.probe, state, trouble, what: 'figures' }) };
}

/** The contract's meta, if the frame has one of its kinds. */
function metaOf(frame: DataFrame): Partial<MemoryMeta> | undefined {
  return frame.meta?.custom;
}

export function isBands(frame: DataFrame): boolean {
  const meta = metaOf(frame);
  const hasTime = frame.fields.some((field) => field.type === FieldType.time);
  return meta?.kind === 'memory' && meta.view === 'bands' && meta.version === 1 && hasTime;
}

function modelOf(frame: DataFrame, others: number): MemoryModel {
  const time = frame.fields.find((field) => field.type === FieldType.time)!;
  const columns: MemoryModel['columns'] = {};
  let field: Field | undefined;
  for (const { name } of MEMORY_FIELDS) {
    const found = frame.fields.find((candidate) => candidate.name === name);
    if (found) {
      columns[name] = found.values;
      field ??= found;
    }
  }
  const told = (row: number) => columns.goResident?.[row] != null || columns.RSS?.[row] != null;
  const times: number[] = time.values;
  return {
    frame,
    meta: frame.meta!.custom as MemoryMeta,
    times,
    columns,
    measure: 'bytes',
    field: field ?? time,
    first: times.findIndex((_, row) => told(row)),
    newest: lastRow(times.length, told),
    others,
  };
}

function lastRow(rows: number, told: (row: number) => boolean): number {
  let row = rows - 1;
  while (row >= 0 && !told(row)) {
    row--;
  }
  return row;
}

function whatInstead(series: readonly DataFrame[]): string {
  const meta = series.map(metaOf).find((candidate) => candidate?.kind) as { kind?: string; view?: string } | undefined;
  if (meta?.kind === 'goroutines') {
    return 'This query counts goroutines';
  }
  if (meta?.kind === 'findings') {
    return 'These are findings without the picture that they speak of';
  }
  if (meta?.kind === 'memory' && meta.view === 'fields') {
    return 'This query gives single fields, not bands';
  }
  return 'These data do not come from Tidemark';
}
