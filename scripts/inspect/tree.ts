import { label } from '../../src/core/profile/views/measure';
import type { CallEdge } from '../../src/core/profile/views/view';
import { Problem } from '../cli/problem';
import { viewOf, type Subject } from './subject';
import { graphLines, graphUnit } from './top';
import { percentage } from './units';

const SEPARATOR = '----------------------------------------------------------+-------------';
const LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';

/** `go tool pprof -tree` and `-peek`, to the character. Throws Problem where `peek` finds nothing. */
export function treeText(subject: Subject, view: 'peek' | 'tree'): string[] {
  const { peek, top } = subject.options;
  const all = viewOf(subject, 'top');
  const { rows, total } = viewOf(subject, view);
  if (view === 'peek' && rows.length === 0) {
    throw new Problem(`no matches found for regexp: ${peek?.source}`);
  }
  const unit = graphUnit(subject, all.rows, total);
  const format = (value: number) => label(value, subject.sampleType.unit, unit);
  // What pprof accounts for above a peek are all nodes, whatever it shows of them.
  const heading = view === 'peek' ? { ...subject, options: { ...subject.options, top: Infinity } } : subject;
  const lines = [...graphLines(heading, all.rows, all, unit), SEPARATOR, LEGEND];
  const edgeLine = ({ frame, isInlined, value }: CallEdge, cum: number) =>
    `${format(value).padStart(50)} ${percentage(value, cum)} |   ${frame.name}${isInlined ? ' (inline)' : ''}`;
  let sum = 0;
  for (const { callees, callers, cum, flat, name } of rows.slice(0, top)) {
    sum += flat;
    const left = `${format(flat).padStart(10)} ${percentage(flat, total)} ${percentage(sum, total)}`;
    lines.push(
      SEPARATOR,
      ...callers.map((edge) => edgeLine(edge, cum)),
      `${left} ${format(cum).padStart(10)} ${percentage(cum, total)}                | ${name}`,
      ...callees.map((edge) => edgeLine(edge, cum))
    );
  }
  return all.rows.length > 0 ? [...lines, SEPARATOR] : lines;
}
