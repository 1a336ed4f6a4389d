import { formattedValueToString, getDisplayProcessor, type Field } from '@grafana/data';
import { config } from '@grafana/runtime';

/** A value as Grafana writes it: with its unit, its mapping and its decimals. */
export function textOf(field: Field, row: number): string {
  const display = field.display ?? getDisplayProcessor({ field, theme: config.theme2 });
  return formattedValueToString(display(field.values[row]));
}
