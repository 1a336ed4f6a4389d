import {
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  PanelPlugin,
  type DataFrame,
  type Field,
  type PanelProps,
} from '@grafana/data';
import { config } from '@grafana/runtime';
import { Empty } from './Empty';
import React from 'react';

const MAX_ROWS = 500;

/** Rows and columns, enough to read what a query gave. Sorting, filters and cell types are Grafana's. */
function TableStandIn({ data, height }: PanelProps) {
  const frame = data.series[0];
  if (!frame || frame.fields.length === 0) {
    return <Empty />;
  }
  const border = `1px solid ${config.theme2.colors.border.weak}`;
  return (
    <div style={{ height, overflow: 'auto' }}>
      <table style={{ width: '100%' }}>
        <thead>
          <tr>
            {frame.fields.map((field) => (
              <th key={field.name} style={{ padding: 6, borderBottom: border, textAlign: alignOf(field) }}>
                {getFieldDisplayName(field, frame)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: Math.min(frame.length, MAX_ROWS) }, (_, row) => (
            <tr key={row}>
              {frame.fields.map((field) => (
                <td key={field.name} style={{ padding: 6, borderBottom: border, textAlign: alignOf(field) }}>
                  {field.type === FieldType.frame ? <Sparkline frame={field.values[row]} /> : textOf(field, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** As Grafana's table draws a time series within a cell. */
function Sparkline({ frame }: { frame: DataFrame }) {
  const values: Array<number | null> = frame.fields.find(({ type }) => type === FieldType.number)?.values ?? [];
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, i) =>
    value === null ? [] : [`${(100 * i) / Math.max(1, values.length - 1)},${22 - (20 * value) / most}`]
  );
  return (
    <svg width="100" height="24" aria-hidden>
      <polyline points={points.join(' ')} fill="none" stroke={config.theme2.colors.primary.text} strokeWidth="1.5" />
    </svg>
  );
}

function alignOf(field: Field): 'right' | 'left' {
  return field.type === 'number' ? 'right' : 'left';
}

function textOf(field: Field, row: number): string {
  const display = field.display ?? getDisplayProcessor({ field, theme: config.theme2 });
  return formattedValueToString(display(field.values[row]));
}

export const tablePanel = new PanelPlugin(TableStandIn).useFieldConfig();
