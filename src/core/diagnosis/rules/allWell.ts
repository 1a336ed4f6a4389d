import { spanText } from '../../growth/words';
import { bandEvidence, fieldEvidence, type Rule } from '../rule';
import { LEAST_SAMPLES, type Judged, type Situation } from '../situation';
import { LEAST_FEW } from '../trend';
import { mib } from '../words';

/** Nothing else was found. Asked last, and only then; `undecided` where that may be so because little was seen yet. */
export const allWell: Rule = (situation) => {
  const { judged, samples } = situation;
  const after = samples === 1 ? 'At one scrape' : `In ${spanText(situation.minutes)}`;
  return {
    ...SAID[judged],
    text: `${after}${WHAT[judged]}: ${levelsOf(situation)}.`,
    evidence: [...fieldEvidence(situation, 'HeapAlloc', 'RSS'), bandEvidence(situation, 'goResident')],
  };
};

const BELOW_FLOORS = 'A leak that won less than 8 MiB or 10 % of the live heap in this time, and what happened before.';

const SAID = {
  early: {
    id: 'undecided',
    severity: 'quiet',
    title: 'Too early to say',
    advice: `Whether memory grows is told from ${LEAST_SAMPLES} scrapes and ${LEAST_FEW} collections after the start on.`,
    cannotSee: 'Whether memory grows.',
  },
  // What may still turn out to rise is not said to be level.
  open: { id: 'undecided', severity: 'quiet', title: 'Nothing sure yet', advice: '', cannotSee: BELOW_FLOORS },
  settled: { id: 'all-well', severity: 'ok', title: 'Nothing found', advice: '', cannotSee: BELOW_FLOORS },
} as const;

const WHAT: Readonly<Record<Judged, string>> = {
  early: '',
  open: ' nothing surely grew',
  settled: ' no part of memory grew',
};

function levelsOf(situation: Situation): string {
  const resident = situation.tellsRss
    ? `RSS ${mib(situation.now('RSS'))}`
    : `Sys − HeapReleased ${mib(situation.bandNow('goResident'))}`;
  return `live heap ${mib(situation.now('HeapAlloc'))}, ${resident}`;
}
