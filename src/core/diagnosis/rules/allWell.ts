import { spanText } from '../../growth/words';
import { bandEvidence, fieldEvidence, type Rule } from '../rule';
import { LEAST_SAMPLES } from '../situation';
import { LEAST_FEW } from '../trend';
import { mib } from '../words';

/** Nothing else was found. Asked last, and only then. */
export const allWell: Rule = (situation) => {
  const { heapTrend, samples, tellsRss } = situation;
  const levels = `live heap ${mib(situation.now('HeapAlloc'))}, ${
    tellsRss ? `RSS ${mib(situation.now('RSS'))}` : `Sys − HeapReleased ${mib(situation.bandNow('goResident'))}`
  }`;
  const after = samples === 1 ? 'At one scrape' : `In ${spanText(situation.minutes)}`;
  return {
    id: 'all-well',
    severity: 'ok',
    title: heapTrend ? 'Nothing found' : 'Nothing found yet',
    text: heapTrend ? `${after} no part of memory grew: ${levels}.` : `${after}: ${levels}.`,
    evidence: [...fieldEvidence(situation, 'HeapAlloc', 'RSS'), bandEvidence(situation, 'goResident')],
    advice: '',
    cannotSee: heapTrend
      ? 'A leak that won less than 4 MiB or 10 % of the live heap in this time, and what happened before.'
      : `Whether the heap grows: that takes ${LEAST_SAMPLES} scrapes and ${LEAST_FEW} collections after the start.`,
  };
};
