import { FieldType, type DataFrame, type Field, type PanelData } from '@grafana/data';
import type { GoroutineSeries, GoroutinesMeta } from '../../frames/contract';
import { noData, noFrame } from '../../ui/noData';
import type { NoticeText } from '../../ui/Notice';

export type Column = Array<number | null>;

/** One field of the frame: a stack, a function, the total or the rest. */
export interface GroupColumn {
  /** The field's name: identity within the frame. */
  name: string;
  series: GoroutineSeries;
  values: Column;
  /** 1 for the biggest (among suspects: the fastest); 0 for the rest and for the total, which have no rank. */
  rank: number;
  /** What to call the rest, where more is known of it than its size. */
  title?: string;
  /** Of a leak: how many stacks it is made of, the leading one of which the series names. */
  stacks?: number;
}

export interface GoroutinesModel {
  frame: DataFrame;
  meta: GoroutinesMeta;
  times: number[];
  /** As in the frame: highest peak first, the rest last. */
  groups: GroupColumn[];
  field: Field;
  first: number;
  newest: number;
  others: number;
}

export type GoroutinesAnswer =
  { model: GoroutinesModel; notice?: undefined } | { model?: undefined; notice: NoticeText };

const CHOOSE = 'This panel draws goroutines. Choose the Tidemark pprof data source, query type Goroutines.';

export function readGoroutines(data: PanelData): GoroutinesAnswer {
  const { series, state, errors } = data;
  const found = series.filter(isGoroutines);
  const [frame] = found;
  if (!frame) {
    return { notice: noFrame(data, CHOOSE, () => whatInstead(series)) };
  }
  const model = modelOf(frame, found.length - 1);
  const trouble = errors?.[0]?.message;
  return model.newest >= 0 ? { model } : { notice: noData({ ...model.meta.probe, state, trouble, what: 'stacks' }) };
}

function whatInstead(series: readonly DataFrame[]): string {
  const isMemory = series.some((one) => one.meta?.custom?.kind === 'memory');
  return isMemory ? 'This query gives memory' : 'These data do not come from Tidemark';
}

function isGoroutines(frame: DataFrame): boolean {
  const meta: Partial<GoroutinesMeta> | undefined = frame.meta?.custom;
  const hasTime = frame.fields.some((field) => field.type === FieldType.time);
  return meta?.kind === 'goroutines' && meta.version === 1 && hasTime;
}

function modelOf(frame: DataFrame, others: number): GoroutinesModel {
  const meta = frame.meta!.custom as GoroutinesMeta;
  const time = frame.fields.find((field) => field.type === FieldType.time)!;
  const numbers = frame.fields.filter((field) => field.type === FieldType.number);
  let ranked = 0;
  const groups = numbers.flatMap((field): GroupColumn[] => {
    const series = Object.hasOwn(meta.series, field.name) ? meta.series[field.name] : undefined;
    if (!series) {
      return [];
    }
    const rank = series.role === 'total' || series.role === 'other' ? 0 : ++ranked;
    return [{ name: field.name, series, values: field.values, rank }];
  });
  const told = (row: number) => groups.some(({ values }) => values[row] != null);
  const times: number[] = time.values;
  let newest = times.length - 1;
  while (newest >= 0 && !told(newest)) {
    newest--;
  }
  const first = times.findIndex((_, row) => told(row));
  return { frame, meta, times, groups, field: numbers[0] ?? time, first, newest, others };
}

/** All goroutines of a row; null where nothing was scraped. */
export function totalAt({ groups }: GoroutinesModel, row: number): number | null {
  let total: number | null = null;
  for (const { values } of groups) {
    const value = values[row];
    if (value != null) {
      total = (total ?? 0) + value;
    }
  }
  return total;
}
