import path from 'node:path';
import type { Profile } from '../../src/core/profile/profile';
import { totals } from '../../src/core/profile/sums';
import { absolute, add, columnUnit, label, percentage, scale, type Value } from './units';

/** What a view shows: a profile, and which of its sample types. */
export interface Subject {
  profile: Profile;
  type: number;
}

export const SEPARATOR = '-----------+-------------------------------------------------------';

export function unitOf({ profile, type }: Subject): string {
  return profile.sampleTypes[type]?.unit ?? '';
}

/** What percentages are of: the sum of absolute values, which differs from the total where some are negative. */
export function absoluteTotal({ profile, type }: Subject): Value {
  const { exactValues, length, valueStart, values } = profile.samples;
  if (exactValues.size === 0 && values.every((value) => value >= 0)) {
    const total = totals(profile)[type] ?? 0n;
    return total <= Number.MAX_SAFE_INTEGER ? Number(total) : total;
  }
  let sum: Value = 0;
  for (let sample = 0; sample < length; sample++) {
    const at = (valueStart[sample] as number) + type;
    sum = add(sum, absolute(exactValues.get(at) ?? (values[at] as number)));
  }
  return sum;
}

/** The lines that pprof begins a report with. `unit`: what the report's values are in, `auto` for each in its own. */
export function headerLines(subject: Subject, unit: string): string[] {
  const { profile, type } = subject;
  const { comments, docUrl, durationNanos, mappings, sampleTypes, timeNanos } = profile;
  const [mapping] = mappings;
  const lines: string[] = [];
  if (mapping?.filename) {
    lines.push(`File: ${path.posix.basename(mapping.filename)}`);
  }
  if (mapping?.buildId) {
    lines.push(`Build ID: ${mapping.buildId}`);
  }
  lines.push(...comments.filter((comment) => !comment.startsWith('#')));
  if (sampleTypes[type]?.type) {
    lines.push(`Type: ${sampleTypes[type].type}`);
  }
  if (docUrl) {
    lines.push(`Doc: ${docUrl}`);
  }
  if (timeNanos !== 0n) {
    lines.push(`Time: ${timeText(timeNanos)}`);
  }
  if (durationNanos !== 0n) {
    lines.push(durationLine(subject, unit));
  }
  return lines;
}

function durationLine(subject: Subject, unit: string): string {
  const { durationNanos } = subject.profile;
  const total = absoluteTotal(subject);
  const [nanos, name] = scale(total, unitOf(subject), 'nanoseconds');
  const ratio = name === 'ns' && nanos !== 0 ? `(${percentage(nanos, durationNanos)})` : '';
  return `Duration: ${label(durationNanos, 'nanoseconds')}, Total samples = ${label(total, unitOf(subject), unit)} ${ratio}`;
}

/** In UTC, whatever the machine's time zone. */
function timeText(nanos: bigint): string {
  const date = new Date(Number(nanos / 1_000_000n));
  return Number.isNaN(date.getTime()) ? `${nanos} ns` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** One row of a view that has a value, its share, the shares so far, and what it is of. */
export interface Row {
  value: Value;
  /** Lines; the first stands beside the value. */
  text: readonly string[];
}

/** Rows with `flat flat% sum%`, and above them how much of all they are. */
export function valueTable(subject: Subject, rows: readonly Row[], shown: readonly Row[], noun: string): string[] {
  const total = absoluteTotal(subject);
  const unit = columnUnit(
    rows.map(({ value }) => value),
    total,
    unitOf(subject)
  );
  const format = (value: Value) => label(value, unitOf(subject), unit);
  const lines = [...headerLines(subject, unit), ...accountLines(shown, rows.length, total, format, noun)];
  lines.push(`${'flat'.padStart(10)} ${'flat%'.padStart(6)} ${'sum%'.padStart(6)}`);
  let sum: Value = 0;
  for (const { text, value } of shown) {
    sum = add(sum, value);
    const [first = '', ...rest] = text;
    lines.push(
      `${format(value).padStart(10)} ${percentage(value, total)} ${percentage(sum, total)}  ${first}`.trimEnd()
    );
    lines.push(...rest.map((line) => `${' '.repeat(26)}${line}`));
  }
  return lines;
}

/** `Showing nodes accounting for 5MB, 90% of 5.5MB total` and how many were left out. */
export function accountLines(
  shown: ReadonlyArray<{ value: Value }>,
  count: number,
  total: Value,
  format: (value: Value) => string,
  noun: string
): string[] {
  const sum = shown.reduce<Value>((so, { value }) => add(so, value), 0);
  const lines = [
    `Showing ${noun} accounting for ${format(sum)}, ${percentage(sum, total).trim()} of ${format(total)} total`,
  ];
  if (total !== 0 && shown.length < count) {
    lines.push(`Showing top ${shown.length} ${noun} out of ${count}`);
  }
  return lines;
}
