import { spanText } from '../../growth/words';
import { outlook } from '../limit';
import { evidenceOf, fieldEvidence, type Rule } from '../rule';
import { bytesPaceText, mib } from '../words';

/** What collections leave rises from one to the next: the floor of HeapAlloc, not the top of its saw-tooth. */
export const liveHeapRises: Rule = (situation) => {
  const trend = situation.heapTrend;
  if (!trend?.rises) {
    return undefined;
  }
  const { evidence, severity, text } = outlook(situation);
  return {
    id: 'live-heap-rises',
    severity,
    title: 'Live heap grows',
    text:
      `What collections leave of the heap rose from ${mib(trend.first)} to ${mib(trend.last)} in ${spanText(trend.minutes)}: ` +
      `${bytesPaceText(trend.slope)}.${text}`,
    evidence: [
      evidenceOf(situation, 'HeapAlloc after collections', trend.last, 'bytes'),
      evidenceOf(situation, 'its slope', trend.slope.perMinute, 'bytes/min'),
      evidenceOf(situation, 'its slope, 95 % from', trend.slope.low, 'bytes/min'),
      evidenceOf(situation, 'its slope, 95 % to', trend.slope.high, 'bytes/min'),
      ...fieldEvidence(situation, 'HeapAlloc', 'NextGC'),
      ...evidence,
    ],
    advice:
      'Compare two heap profiles, inuse_space by cum: a leak that is allocated in many places stands out by cum only.',
    cannotSee: `Caches that fill up and a load that rises look the same until they stop: ${spanText(trend.minutes)} were looked at.`,
  };
};
