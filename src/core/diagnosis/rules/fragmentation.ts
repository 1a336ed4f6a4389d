import { whole } from '../../numbers';
import { LEAST_SAMPLES } from '../situation';
import { evidenceOf, fieldEvidence, type Rule } from '../rule';
import { mib, MIB, percent } from '../words';

const LEAST_BYTES = 32 * MIB;
const LEAST_SHARE = 0.3;
const LEAST_COLLECTIONS = 2;

/**
 * Free slots in spans that also hold objects. A collection leaves many, and allocations fill them again, so what counts is
 * the least over whole GC cycles: slots that were free even just before a collection.
 */
export const fragmentation: Rule = (situation) => {
  if (situation.samples < LEAST_SAMPLES) {
    return undefined;
  }
  const gcs = situation.column('NumGC');
  const last = situation.samples - 1;
  // The last samples that hold two collections at least, and as many as make a judgement.
  let from = last;
  while (
    from > 0 &&
    !((gcs[last] as number) - (gcs[from] as number) >= LEAST_COLLECTIONS && last - from >= LEAST_SAMPLES - 1)
  ) {
    from--;
  }
  const collections = (gcs[last] as number) - (gcs[from] as number);
  const least = situation
    .band('fragmentation')
    .subarray(from)
    .reduce((low, bytes) => Math.min(low, bytes), Infinity);
  const inuse = situation.now('HeapInuse');
  if (!(collections >= LEAST_COLLECTIONS && least >= LEAST_BYTES && least >= LEAST_SHARE * inuse)) {
    return undefined;
  }
  return {
    id: 'fragmentation',
    severity: 'info',
    title: 'A fragmented heap',
    text:
      `${mib(least)} at least, ${percent(least / inuse)} of the spans in use (${mib(inuse)}), stayed free beside live objects ` +
      `over ${whole(collections)} collections: spans with one object left cannot be given back.`,
    evidence: [
      evidenceOf(situation, 'least HeapInuse − HeapAlloc', least, 'bytes'),
      ...fieldEvidence(situation, 'HeapInuse', 'HeapAlloc'),
    ],
    advice:
      'Look for small long-lived objects that were allocated among many short-lived ones; the heap profile by inuse_objects shows them.',
    cannotSee: 'Which objects hold the spans: MemStats does not tell, and BySize tells only their sizes.',
  };
};
