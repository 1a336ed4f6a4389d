import { short } from '../../growth/evidence';
import { evidenceOf, fieldEvidence, type Rule } from '../rule';
import { LEAST_SAMPLES, type Situation } from '../situation';
import { mib, percent } from '../words';

const WINDOW_MINUTES = 5;
/** With less room than this above what is live, the next collection is never far. */
const MOST_ROOM = 0.25;
const LEAST_PER_MINUTE = 30;
/** So much of the limit is near; without a limit, so much of the processor tells. */
const NEAR_SHARE = 0.85;
const LEAST_CPU = 0.1;

/** Collection follows collection because little room is left below the memory limit. */
export const gcNearLimit: Rule = (situation) => {
  const { limit } = situation;
  const recent = recentOf(situation);
  if (!recent) {
    return undefined;
  }
  const floor = situation.floor.values.at(-1) ?? NaN;
  const room = situation.now('NextGC') / floor - 1;
  const resident = situation.bandNow('goResident');
  const isNear = limit ? resident >= NEAR_SHARE * limit.bytes : recent.cpu >= LEAST_CPU;
  if (!(recent.perMinute >= LEAST_PER_MINUTE && room <= MOST_ROOM && isNear)) {
    return undefined;
  }
  const below = limit ? `; Go has ${mib(resident)} of ${limit.name}’s ${mib(limit.bytes)}` : '';
  const cpu = Number.isNaN(recent.cpu) ? '' : `, and took ${percent(recent.cpu)} of the processor time`;
  return {
    id: 'gc-near-limit',
    severity: 'warning',
    title: 'Collections have no room',
    text:
      `${short(recent.perMinute)} collections per minute${cpu}: live heap ${mib(floor)}, and the next one is due at ` +
      `${mib(situation.now('NextGC'))}${below}.`,
    evidence: [
      evidenceOf(situation, 'NumGC per minute', recent.perMinute, 'count'),
      ...(Number.isNaN(recent.cpu) ? [] : [evidenceOf(situation, 'share of processor time', recent.cpu, 'ratio')]),
      evidenceOf(situation, 'HeapAlloc after collections', floor, 'bytes'),
      ...fieldEvidence(situation, 'NextGC', 'MemLimit', 'GCCPUFraction'),
    ],
    advice: 'Raise the memory limit (GOMEMLIMIT with it), or hold less: work goes into collecting instead of requests.',
    cannotSee: 'Whether a low GOGC asks for it: MemStats does not tell GOGC.',
  };
};

/**
 * Collections per minute and their share of the processor in the last minutes. GCCPUFraction counts from the start, so
 * the share of late is the difference of what it stands for; where the start is not known, it is taken as it is.
 */
function recentOf(situation: Situation): { perMinute: number; cpu: number } | undefined {
  const { samples, times } = situation;
  if (samples < LEAST_SAMPLES) {
    return undefined;
  }
  const last = samples - 1;
  const since = (times[last] as number) - WINDOW_MINUTES * 60_000;
  const from = Math.min(
    times.findIndex((time) => time >= since),
    last - 1
  );
  const minutes = ((times[last] as number) - (times[from] as number)) / 60_000;
  const gcs = situation.column('NumGC');
  const fraction = situation.column('GCCPUFraction');
  const start = situation.process.startTimeMs;
  const spent = (row: number) => (fraction[row] as number) * ((times[row] as number) - (start as number));
  return {
    perMinute: ((gcs[last] as number) - (gcs[from] as number)) / minutes,
    cpu:
      start === undefined
        ? (fraction[last] as number)
        : Math.max(0, (spent(last) - spent(from)) / ((times[last] as number) - (times[from] as number))),
  };
}
