import type { HistoryRange } from '../history/store';
import type { TimestampMs } from '../scrape';
import type { Deploy } from './deploy';

/** From `fromMs` (included) to `toMs` (not included): the time under one deploy, or one that a person chose. */
export interface Span {
  readonly fromMs: TimestampMs;
  readonly toMs: TimestampMs;
  /** For a person: `v1.4.2`, `before v1.4.2`, or the times as they were chosen. */
  readonly name: string;
  /** The deploy that it begins with. */
  readonly since?: Deploy;
}

/** The spans between deploys, ascending; the first begins with the range, the last is open. At least one. */
export function spansOf(range: HistoryRange, deploys: readonly Deploy[]): Span[] {
  const fromMs = range.times[0] ?? 0;
  const [first] = deploys;
  const spans: Span[] = [{ fromMs, toMs: first?.atMs ?? Infinity, name: first ? `before ${first.name}` : 'all' }];
  deploys.forEach((since, i) => {
    spans.push({ fromMs: since.atMs, toMs: deploys[i + 1]?.atMs ?? Infinity, name: since.name, since });
  });
  return spans;
}
