import { label } from '../../src/core/profile/views/measure';
import { headerLines } from './header';
import { viewOf, type Subject } from './subject';

const SEPARATOR = '-----------+-------------------------------------------------------';

/** `go tool pprof -traces`, to the character. */
export function tracesText(subject: Subject): string[] {
  const { rows, total } = viewOf(subject, 'traces', subject.options.top);
  const lines = headerLines(subject, total, 'auto');
  for (const { frames, isInlined, labels, value } of rows) {
    lines.push(SEPARATOR, ...labels.map(labelLine));
    frames.forEach(({ name }, i) => {
      const shown = i === 0 ? label(value, subject.sampleType.unit) : '';
      lines.push(`${shown.padStart(10)}   ${name}${isInlined[i] ? ' (inline)' : ''}`);
    });
  }
  return [...lines, SEPARATOR];
}

/** `bytes: 16kB`, with the key right-aligned. */
function labelLine(text: string): string {
  const colon = text.indexOf(': ');
  return `${text.slice(0, colon).padStart(10)}:  ${text.slice(colon + 2)}`;
}
