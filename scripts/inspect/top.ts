import type { Granularity } from '../../src/core/profile/frametable';
import { topFrames, type TopRow } from '../../src/core/profile/top';
import { inlineMarks } from './inline';
import { FrameNames } from './names';
import { absoluteTotal, accountLines, headerLines, unitOf, type Subject } from './report';
import { add, columnUnit, compareSize, label, percentage, type Value } from './units';

/** A row as pprof prints it. */
export interface NamedRow extends TopRow {
  /** The frame's number in the profile's FrameTable. */
  id: number;
  name: string;
}

/** All rows that have a value, in pprof's order: by flat or cum, then by name, then by the other. */
export function topRows({ profile, type }: Subject, names: FrameNames, granularity: Granularity, isByCum: boolean) {
  const rows = topFrames(profile, type, granularity)
    .map((row, id): NamedRow => ({ ...row, id, name: names.of(id) }))
    .filter(({ cum, flat }) => cum !== 0 || flat !== 0);
  const [first, second] = isByCum ? (['cum', 'flat'] as const) : (['flat', 'cum'] as const);
  return rows.sort(
    (a, b) => compareSize(a[first], b[first]) || byText(a.name, b.name) || compareSize(a[second], b[second])
  );
}

/** `go tool pprof -top`, to the character. */
export function topText(subject: Subject, granularity: Granularity, isByCum: boolean, top: number): string[] {
  const names = new FrameNames(subject.profile, granularity);
  const rows = topRows(subject, names, granularity, isByCum);
  const shown = rows.slice(0, top);
  const total = absoluteTotal(subject);
  const sizes = rows.map(({ cum, flat }) => (flat === 0 ? cum : flat));
  const unit = rows.length === 0 ? 'auto' : columnUnit(sizes, total, unitOf(subject));
  const format = (value: Value) => label(value, unitOf(subject), unit);
  const marks = inlineMarks(subject.profile, names.table, subject.type);
  const flats = shown.map(({ flat }) => ({ value: flat }));
  const lines = [...headerLines(subject, unit), ...accountLines(flats, rows.length, total, format, 'nodes')];
  lines.push('      flat  flat%   sum%        cum   cum%');
  let sum: Value = 0;
  for (const { cum, flat, id, name } of shown) {
    sum = add(sum, flat);
    const left = `${format(flat).padStart(10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    const mark = marks(id);
    lines.push(`${left} ${format(cum).padStart(10)} ${percentage(cum, total)}  ${name}${mark && ` ${mark}`}`);
  }
  return lines;
}

/** By code units: what pprof compares are bytes of UTF-8, which order alike but beyond U+FFFF. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
