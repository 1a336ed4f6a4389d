import { rangeFacts, type RangeFacts } from '../history/rangeFacts';
import type { HistoryRange } from '../history/store';
import type { TimestampMs } from '../scrape';
import type { Steps } from '../steps';
import { compareSteps, type Comparison, type RangeAt } from './comparison';
import type { Deploy } from './deploy';
import { growthOptions, type JudgementOptions } from './judgement';
import { deploysOf } from './merge';
import { spansOf, type Span } from './span';

/** The time under a deploy, by its name, or a stretch of time. */
export type SpanChoice = { readonly deploy: string } | { readonly fromMs: TimestampMs; readonly toMs: TimestampMs };

export interface VerdictOptions extends JudgementOptions {
  /** What is compared: by default what ran before the newest deploy, */
  readonly before?: SpanChoice;
  /** with what runs since. */
  readonly after?: SpanChoice;
}

export interface VerdictAnswer extends RangeFacts {
  readonly deploys: readonly Deploy[];
  /** Absent where a choice names a deploy that is not in the range, or there is none to compare at. */
  readonly comparison?: Comparison;
  /** The name of that deploy. */
  readonly unknown?: string;
}

export function* verdictAnswer(range: HistoryRange, rangeAt: RangeAt, options: VerdictOptions): Steps<VerdictAnswer> {
  const facts = rangeFacts(range, 'goroutines');
  const deploys = deploysOf(range, options.posted ?? []);
  const spans = spansOf(range, deploys);
  const chosen = [options.before, options.after].map((choice, i) =>
    choice ? spanOf(choice, spans) : spans.length > 1 ? spans.at(i - 2) : undefined
  );
  const [before, after] = chosen;
  if (!before || !after) {
    const unknown = [options.before, options.after].find((choice, i) => choice && 'deploy' in choice && !chosen[i]);
    return { ...facts, deploys, ...(unknown && 'deploy' in unknown ? { unknown: unknown.deploy } : {}) };
  }
  return { ...facts, deploys, comparison: yield* compareSteps(rangeAt, before, after, growthOptions(options)) };
}

function spanOf(choice: SpanChoice, spans: readonly Span[]): Span | undefined {
  if ('deploy' in choice) {
    // The newest of that name: a version can come back after a rollback.
    return spans.filter(({ since }) => since?.name === choice.deploy).at(-1);
  }
  return { ...choice, name: 'the chosen time' };
}
