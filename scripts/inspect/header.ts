import path from 'node:path';
import type { Profile } from '../../src/core/profile/profile';
import { label, scale, type Value } from '../../src/core/profile/views/measure';
import type { Subject } from './subject';
import { percentage } from './units';

/**
 * The lines that pprof begins a report with. Of a difference they are of both profiles, as it puts them together.
 *
 * @param unit what the report's values are in, `auto` for each in its own.
 */
export function headerLines({ base, profile, sampleType }: Subject, total: Value, unit: string): string[] {
  const both = base ? [profile, base] : [profile];
  const mapping = both.find(({ mappings }) => mappings.length > 0)?.mappings[0];
  const docUrl = both.find((one) => one.docUrl !== '')?.docUrl;
  const timeNanos = both.map((one) => one.timeNanos).reduce((a, b) => (a === 0n || b < a ? b : a));
  const lines: string[] = [];
  if (mapping?.filename) {
    lines.push(`File: ${path.posix.basename(mapping.filename)}`);
  }
  if (mapping?.buildId) {
    lines.push(`Build ID: ${mapping.buildId}`);
  }
  lines.push(...new Set(both.flatMap(({ comments }) => comments).filter((comment) => !comment.startsWith('#'))));
  if (sampleType.type) {
    lines.push(`Type: ${sampleType.type}`);
  }
  if (docUrl) {
    lines.push(`Doc: ${docUrl}`);
  }
  if (timeNanos !== 0n) {
    lines.push(`Time: ${timeText(timeNanos)}`);
  }
  lines.push(...durationLines(both, sampleType.unit, total, unit));
  return lines;
}

function durationLines(profiles: readonly Profile[], from: string, total: Value, unit: string): string[] {
  const durationNanos = profiles.reduce((sum, one) => sum + one.durationNanos, 0n);
  if (durationNanos === 0n) {
    return [];
  }
  const [nanos, name] = scale(total, from, 'nanoseconds');
  const ratio = name === 'ns' && nanos !== 0 ? `(${percentage(nanos, durationNanos)})` : '';
  return [`Duration: ${label(durationNanos, 'nanoseconds')}, Total samples = ${label(total, from, unit)} ${ratio}`];
}

/** In UTC, whatever the machine's time zone. */
function timeText(nanos: bigint): string {
  const date = new Date(Number(nanos / 1_000_000n));
  return Number.isNaN(date.getTime()) ? `${nanos} ns` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What pprof says of filters: each of 80 bytes at most. */
export function filterLines({ options: { activeFilters } }: Subject): string[] {
  const cut = (text: string) => {
    const bytes = Buffer.from(text);
    return bytes.length > 80 ? `${bytes.subarray(0, 80).toString()}…` : text;
  };
  return activeFilters.length > 0 ? ['Active filters:', ...activeFilters.map((text) => `   ${cut(text)}`)] : [];
}
