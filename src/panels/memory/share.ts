import { FieldType, type Field } from '@grafana/data';
import type { MemoryFieldName } from '../../frames/contract';
import { percent, type Figure } from '../../ui/format';
import type { Column, MemoryModel } from './frame';

/** What no share of RSS can be told of: it is not in RSS, or no memory at all. */
export const APART: readonly MemoryFieldName[] = ['released', 'MaxRSS', 'NumGC'];

const SHARE: Field = { name: 'share of RSS', type: FieldType.number, config: { unit: 'percent' }, values: [] };

/**
 * The same picture in per cent of each moment's RSS. RSS is 100 throughout; where Go's estimate is above RSS the bands
 * reach beyond it, and the residual is below zero, as in bytes. Moments without RSS are gaps.
 */
export function asShares(model: MemoryModel): MemoryModel {
  const rss = model.columns.RSS ?? [];
  const columns: MemoryModel['columns'] = {};
  for (const [name, column] of Object.entries(model.columns) as Array<[MemoryFieldName, Column]>) {
    if (!APART.includes(name)) {
      columns[name] = column.map((value, row) => (value === null || !rss[row] ? null : (100 * value) / rss[row]));
    }
  }
  return { ...model, columns, measure: 'share', field: SHARE };
}

export const shareFigure: Figure = (value) => percent(value, 100);
