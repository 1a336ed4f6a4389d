import { bytesPerGoroutine } from '../../growth/forecast';
import { spanText } from '../../growth/words';
import { outlook } from '../limit';
import { evidenceOf, type Rule } from '../rule';
import type { Situation } from '../situation';
import { countPaceText, each, mib, MIB } from '../words';

/** A goroutine's stack is 2 KiB at least (runtime/stack.go, stackMin); less was not measured on goroutines. */
const LEAST_STACK = 1024;
/** More heap than this for each is rather a leak that goroutines have nothing to do with. */
const MOST_HEAP = MIB;

/** Goroutines rise, and what they hold rises with them: their stacks, and the heap that can be reached from these. */
export const stacksWithGoroutines: Rule = (situation) => {
  const trend = situation.goroutineTrend;
  const stackEach = bytesPerGoroutine(situation.goroutines, situation.column('StackInuse'));
  if (!trend?.rises || !(stackEach >= LEAST_STACK)) {
    return undefined;
  }
  const heapEach = heapPerGoroutine(situation);
  const whole = stackEach + (heapEach ?? 0);
  const parts = heapEach === undefined ? 'of stack' : `${each(stackEach)} of stack and ${each(heapEach)} of heap`;
  const { evidence, severity, text } = outlook(situation);
  return {
    id: 'stacks-with-goroutines',
    severity,
    title: 'Memory grows with goroutines',
    text:
      `Goroutines rose from ${trend.first} to ${trend.last} in ${spanText(trend.minutes)}, by ${countPaceText(trend.slope)}, and each takes ` +
      `${each(whole)}${heapEach === undefined ? ` ${parts}` : ` (${parts})`}; stacks are ${mib(situation.now('StackInuse'))} now.${text}`,
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

/** The heap after collections over the goroutines at these moments; undefined where it does not rise with them. */
function heapPerGoroutine({ floor, goroutines, times }: Situation): number | undefined {
  const rowAt = new Map(Array.from(times, (time, row) => [time, row]));
  const then = floor.times.map((time) => goroutines[rowAt.get(time) ?? -1] ?? NaN);
  const heapEach = bytesPerGoroutine(then, floor.values);
  return heapEach > 0 && heapEach <= MOST_HEAP ? heapEach : undefined;
}
