import { spanText } from '../../growth/words';
import { bandEvidence, fieldEvidence, type Rule } from '../rule';
import { LEAST_SAMPLES } from '../situation';
import { LEAST_FEW } from '../trend';
import { mib } from '../words';

/** What collections leave may win this share over the window and is still called level. */
const WORTH = 0.25;

/** Nothing else was found. Asked last, and only then. */
export const allWell: Rule = (situation) => {
  const { heapTrend, samples, tellsRss } = situation;
  const levels = `live heap ${mib(situation.now('HeapAlloc'))}, ${
    tellsRss ? `RSS ${mib(situation.now('RSS'))}` : `Sys − HeapReleased ${mib(situation.bandNow('goResident'))}`
  }`;
  // What may still turn out to rise is not said to be level.
  const isOpen = heapTrend === undefined || heapTrend.slope.high * heapTrend.minutes > WORTH * heapTrend.first;
  const what = isOpen ? 'nothing surely grew' : 'no part of memory grew';
  const after = samples === 1 ? 'At one scrape' : `In ${spanText(situation.minutes)}`;
  return {
    id: 'all-well',
    severity: 'ok',
    title: isOpen ? 'Nothing found yet' : 'Nothing found',
    text: heapTrend ? `${after} ${what}: ${levels}.` : `${after}: ${levels}.`,
    evidence: [...fieldEvidence(situation, 'HeapAlloc', 'RSS'), bandEvidence(situation, 'goResident')],
    advice: '',
    cannotSee: heapTrend
      ? 'A leak that won less than 8 MiB or 10 % of the live heap in this time, and what happened before.'
      : `Whether the heap grows: that takes ${LEAST_SAMPLES} scrapes and ${LEAST_FEW} collections after the start.`,
  };
};
