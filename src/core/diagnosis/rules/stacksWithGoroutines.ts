import { spanText } from '../../growth/words';
import { whole } from '../../numbers';
import { outlook } from '../limit';
import { perGoroutine } from '../perGoroutine';
import { evidenceOf, type Rule } from '../rule';
import { countPaceText, each, mib } from '../words';

/** Goroutines rise, and what they hold rises with them: their stacks, and the heap that can be reached from these. */
export const stacksWithGoroutines: Rule = (situation) => {
  const trend = situation.goroutineTrend;
  const { floor, goroutines, times } = situation;
  const found = perGoroutine({ times, goroutines, stackInuse: situation.column('StackInuse'), floor });
  if (!trend?.rises || !found) {
    return undefined;
  }
  const stackEach = found.stack;
  const heapEach = found.heap || undefined;
  const all = stackEach + (heapEach ?? 0);
  const parts = heapEach === undefined ? 'of stack' : `${each(stackEach)} of stack and ${each(heapEach)} of heap`;
  const { evidence, severity, text } = outlook(situation);
  return {
    id: 'stacks-with-goroutines',
    severity,
    title: 'Memory grows with goroutines',
    text:
      `Goroutines rose from ${whole(trend.first)} to ${whole(trend.last)} in ${spanText(trend.minutes)}, by ${countPaceText(trend.slope)}, and each takes ` +
      `${each(all)}${heapEach === undefined ? ` ${parts}` : ` (${parts})`}; stacks are ${mib(situation.now('StackInuse'))} now.${text}`,
    evidence: [
      evidenceOf(situation, 'goroutines', trend.last, 'count'),
      evidenceOf(situation, 'StackInuse per goroutine', stackEach, 'bytes'),
      ...(heapEach === undefined ? [] : [evidenceOf(situation, 'HeapAlloc per goroutine', heapEach, 'bytes')]),
      evidenceOf(situation, 'StackInuse', situation.now('StackInuse'), 'bytes'),
      ...evidence,
    ],
    advice: 'Look which stacks leak, at “What leaks”: when their goroutines end, the memory goes with them.',
    cannotSee: `Heap that grew at the same time for another reason counts as the goroutines’ here, and a rise of load looks the same until it comes down again: ${spanText(trend.minutes)} were looked at.`,
  };
};
