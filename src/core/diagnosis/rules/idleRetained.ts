import { bandEvidence, fieldEvidence, type Rule } from '../rule';
import { mib, MIB, percent } from '../words';

const LEAST_BYTES = 16 * MIB;
const LEAST_SHARE = 0.2;
/** Idle spans come and go with each collection: what is kept was there all the while, in five samples at least. */
const SAMPLES = 5;
const LEAST_MS = 20_000;

/** Free inside Go, resident all the same: the scavenger has not given it back yet, or keeps it for the next allocations. */
export const idleRetained: Rule = (situation) => {
  const idle = situation.bandNow('idle');
  const resident = situation.bandNow('goResident');
  const from = situation.times.findIndex((time) => time >= situation.at - LEAST_MS);
  const least = situation
    .band('idle')
    .slice(Math.max(0, Math.min(from, situation.samples - SAMPLES)))
    .reduce((low, bytes) => Math.min(low, bytes), Infinity);
  if (!(least >= LEAST_BYTES && least >= LEAST_SHARE * resident)) {
    return undefined;
  }
  return {
    id: 'idle-retained',
    severity: 'info',
    title: 'Free heap that Go keeps',
    text:
      `${mib(idle)} of heap hold no object and were not given back to the system ` +
      `(${percent(idle / resident)} of the ${mib(resident)} that Go has resident; live heap ${mib(situation.now('HeapAlloc'))}).`,
    evidence: [bandEvidence(situation, 'idle'), ...fieldEvidence(situation, 'HeapIdle', 'HeapReleased', 'HeapAlloc')],
    advice:
      'Wait: the scavenger gives back in the background what the next collection cycle will not need; debug.FreeOSMemory does at once, and GOMEMLIMIT makes it keep less.',
    cannotSee: 'Whether the next peak will want it: then it is not waste.',
  };
};
