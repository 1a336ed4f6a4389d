import { spanText } from '../../growth/words';
import { outlook } from '../limit';
import { bandEvidence, evidenceOf, fieldEvidence, type Rule } from '../rule';
import { bytesPaceText, mib } from '../words';

/** Go's own part may rise by this share of it: then the Go side is flat beside it. */
const FLAT_SHARE = 0.5;

/** RSS rises and nothing that Go accounts for does: cgo, mmap, or a library's own allocator. */
export const offHeap: Rule = (situation) => {
  const trend = situation.offHeapTrend;
  const go = situation.goTrend;
  if (!trend?.rises || !go || go.slope.perMinute > FLAT_SHARE * trend.slope.perMinute) {
    return undefined;
  }
  const { evidence, severity, text } = outlook(situation);
  return {
    id: 'off-heap',
    severity,
    title: 'Memory outside Go grows',
    text:
      `RSS beyond what Go accounts for rose from ${mib(trend.first)} to ${mib(trend.last)} in ${spanText(trend.minutes)}: ` +
      `${bytesPaceText(trend.slope)}, while Go’s own part stayed at about ${mib(situation.bandNow('goResident'))}.${text}`,
    evidence: [
      bandEvidence(situation, 'residual'),
      evidenceOf(situation, 'its slope', trend.slope.perMinute, 'bytes/min'),
      bandEvidence(situation, 'goResident'),
      ...fieldEvidence(situation, 'RSS', 'RssFile', 'LazyFree', 'HeapReleased'),
      ...evidence,
    ],
    advice:
      'Look at what allocates outside Go: cgo libraries, mmap, native buffers; pprof does not show them, /proc/PID/smaps does.',
    cannotSee:
      'Which library it is, and whether it is huge pages (AnonHugePages of /proc/PID/smaps_rollup): no Go figure tells.',
  };
};
