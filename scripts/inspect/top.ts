import { label } from '../../src/core/profile/views/measure';
import type { TopEntry, ViewFacts } from '../../src/core/profile/views/view';
import { accountLines, reportLines } from './report';
import { viewOf, type Subject } from './subject';
import { columnUnit, percentage } from './units';

const MARKS = { all: ' (inline)', some: ' (partial-inline)', none: '' };

/** `go tool pprof -top`, to the character. */
export function topText(subject: Subject): string[] {
  const { rows, total } = viewOf(subject, 'top');
  const shown = rows.slice(0, subject.options.top);
  const unit = graphUnit(subject, rows, total);
  const format = (value: number) => label(value, subject.sampleType.unit, unit);
  const lines = graphLines(subject, rows, { total }, unit);
  lines.push('      flat  flat%   sum%        cum   cum%');
  let sum = 0;
  for (const { cum, flat, inlined, name } of shown) {
    sum += flat;
    const left = `${format(flat).padStart(10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    lines.push(`${left} ${format(cum).padStart(10)} ${percentage(cum, total)}  ${name}${MARKS[inlined]}`);
  }
  return lines;
}

/** pprof's unit for all values of a report: that of the least, by all rows. */
export function graphUnit(subject: Subject, rows: readonly TopEntry[], total: number): string {
  const sizes = rows.map(({ cum, flat }) => (flat === 0 ? cum : flat));
  return rows.length === 0 ? 'auto' : columnUnit(sizes, total, subject.sampleType.unit);
}

/** What stands above the rows: header, filters, and how much of all the rows are. */
export function graphLines(
  subject: Subject,
  rows: readonly TopEntry[],
  { total }: Pick<ViewFacts, 'total'>,
  unit: string
): string[] {
  const shown = rows.slice(0, subject.options.top);
  const sum = shown.reduce((so, { flat }) => so + flat, 0);
  const format = (value: number | bigint) => label(value, subject.sampleType.unit, unit);
  return [
    ...reportLines(subject, total, unit),
    ...accountLines(sum, [shown.length, rows.length], total, format, 'nodes'),
  ];
}
