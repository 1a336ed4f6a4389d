import { label, type Value } from '../../src/core/profile/views/measure';
import { filterLines, headerLines } from './header';
import type { Subject } from './subject';
import { absolute, add, columnUnit, percentage } from './units';

/** One row of a view that has a value, its share, the shares so far, and what it is of. */
export interface Row {
  value: Value;
  /** Lines; the first stands beside the value. */
  text: readonly string[];
}

export interface Rows<R extends Row = Row> {
  rows: readonly R[];
  /** What percentages are of: the sum of absolute values, which differs from the total where some are negative. */
  total: Value;
}

/** Rows with `flat flat% sum%`, and above them how much of all they are. */
export function valueTable(subject: Subject, { rows, total }: Rows, noun: string): string[] {
  const { unit: from } = subject.sampleType;
  const shown = rows.slice(0, subject.options.top);
  const sizes = rows.map(({ value }) => absolute(value));
  const unit = columnUnit(sizes, total, from);
  const format = (value: Value) => label(value, from, unit);
  const sum = shown.reduce<Value>((so, { value }) => add(so, value), 0);
  const lines = [
    ...reportLines(subject, total, unit),
    ...accountLines(sum, [shown.length, rows.length], total, format, noun),
  ];
  lines.push(`${'flat'.padStart(10)} ${'flat%'.padStart(6)} ${'sum%'.padStart(6)}`);
  let soFar: Value = 0;
  for (const { text, value } of shown) {
    soFar = add(soFar, value);
    const [first = '', ...rest] = text;
    lines.push(
      `${format(value).padStart(10)} ${percentage(value, total)} ${percentage(soFar, total)}  ${first}`.trimEnd()
    );
    lines.push(...rest.map((line) => `${' '.repeat(26)}${line}`));
  }
  return lines;
}

/** What stands above a report but for traces, of which pprof does not say how they were filtered. */
export function reportLines(subject: Subject, total: Value, unit: string): string[] {
  return [...headerLines(subject, total, unit), ...filterLines(subject)];
}

/** `Showing nodes accounting for 5MB, 90% of 5.5MB total` and how many were left out. */
export function accountLines(
  sum: Value,
  [shown, count]: readonly [number, number],
  total: Value,
  format: (value: Value) => string,
  noun: string
): string[] {
  const lines = [
    `Showing ${noun} accounting for ${format(sum)}, ${percentage(sum, total).trim()} of ${format(total)} total`,
  ];
  if (total !== 0 && shown > 0 && shown < count) {
    lines.push(`Showing top ${shown} ${noun} out of ${count}`);
  }
  return lines;
}
