import type { MemoryFieldName } from '../../../frames/contract';
import type { MomentRow } from '../moment';
import { BANDS, PARTS } from '../stack';

/** A part of the bar, in bytes from the axis up. */
export interface Segment {
  name: MemoryFieldName;
  from: number;
  to: number;
}

/** The picture's stacking at one moment: where each row of the legend is found on the bar. */
export function segments(rows: readonly MomentRow[], hidden: ReadonlySet<MemoryFieldName>): Segment[] {
  const value = (name: MemoryFieldName) => rows.find((row) => row.name === name)?.value ?? null;
  const seen = (name: MemoryFieldName) => value(name) !== null && !hidden.has(name);
  const parts: Segment[] = [];
  let floor = 0;
  for (const name of BANDS) {
    if (seen(name)) {
      parts.push({ name, from: floor, to: floor + value(name)! });
      floor += value(name)!;
    }
  }
  const [estimate, rss, released] = [value('goResident'), value('RSS'), value('released')];
  if (estimate !== null && seen('goResident')) {
    parts.push({ name: 'goResident', from: estimate, to: estimate });
  }
  let known = estimate;
  for (const name of PARTS) {
    if (known !== null && seen(name)) {
      parts.push({ name, from: known, to: known + value(name)! });
      known += value(name)!;
    }
  }
  if (known !== null && rss !== null && seen('residual')) {
    parts.push({ name: 'residual', from: Math.min(known, rss), to: Math.max(known, rss) });
  }
  if (rss !== null && seen('RSS')) {
    parts.push({ name: 'RSS', from: rss, to: rss });
  }
  const peak = value('MaxRSS');
  if (peak !== null && seen('MaxRSS')) {
    parts.push({ name: 'MaxRSS', from: peak, to: peak });
  }
  if (estimate !== null && released !== null && seen('released')) {
    parts.push({ name: 'released', from: estimate, to: estimate + released });
  }
  return parts;
}
