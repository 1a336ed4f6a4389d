import { spanText } from '../../growth/words';
import { timesText } from '../../numbers';
import type { Finding } from '../finding';
import { outlook } from '../limit';
import { evidenceOf, fieldEvidence, type Rule } from '../rule';
import { commonTop, killedRuns } from '../runs';
import { LEAST_SAMPLES, type Situation } from '../situation';
import { isSawTooth, teethOf, type Tooth } from '../teeth';
import { mib, MIB } from '../words';

/** Memory that climbs and falls: with the process itself, or by itself when a batch ends. */
export const sawTooth: Rule = (situation) => untilKilled(situation) ?? untilLetGo(situation);

/** A run that ended this near to the limit was killed for it. */
const NEAR_LIMIT = 0.85;
/** Without a limit one climb and restart may be chance; two that ended at the same height are not. */
const LEAST_RUNS = 2;

/** Climbs until the process is started again: at the limit, or each time at the same height. */
function untilKilled(situation: Situation): Finding | undefined {
  const runs = killedRuns(situation);
  const { limit } = situation;
  const killed = limit ? runs.filter(({ top }) => top >= NEAR_LIMIT * limit.bytes) : runs;
  if (killed.length === 0) {
    return undefined;
  }
  const { areAlike, bytes } = commonTop(killed);
  if (!limit && !(killed.length >= LEAST_RUNS && areAlike)) {
    return undefined;
  }
  const ceiling = limit ?? { bytes, name: 'that height' };
  const next = outlook(situation, ceiling);
  const what = situation.tellsRss ? 'RSS' : 'Sys − HeapReleased';
  const times = timesText(killed.length);
  return {
    id: 'saw-tooth',
    severity: next.severity,
    title: 'Climbs until it is killed',
    text:
      `${what} climbed to ${mib(bytes)} and the process started anew, ${times}` +
      `${limit ? ` (${limit.name} is ${mib(limit.bytes)})` : ', always at about that height'}; it is at ${mib(situation.resident.at(-1) as number)} now.${next.text}`,
    evidence: [
      evidenceOf(situation, `${what} before restarts`, bytes, 'bytes'),
      evidenceOf(situation, 'such restarts', killed.length, 'count'),
      ...fieldEvidence(situation, 'RSS', 'HeapAlloc'),
      ...next.evidence,
    ],
    advice:
      'A restart hides a leak and does not mend it: compare two heap profiles of one run, by cum; and look for an OOM kill in the log (dmesg, or OOMKilled in Kubernetes).',
    cannotSee: 'Who ended the process: a kill, a crash and a restart by hand look the same from here.',
  };
}

const LEAST_HEIGHT = 16 * MIB;
/** A fall goes down by this share of the tooth's top at least. */
const LEAST_FALL = 0.4;
/** Collections within a climb that did not end it: the garbage collector's own teeth have none. */
const LEAST_COLLECTIONS = 2;
/** And the fall goes below what the last of them left: in a leak each collection leaves more than the one before. */
const BELOW_FLOOR = 0.9;
/** Near the limit is where a higher tooth than those before is the last one. */
const CLOSE_TO_LIMIT = 0.8;

/** Climbs through collections and falls all at once, again and again: held by something that ends, such as a batch. */
function untilLetGo(situation: Situation): Finding | undefined {
  // What a leak keeps is not let go, and the teeth over it are the collector's own.
  if (situation.goroutineTrend?.rises) {
    return undefined;
  }
  if (situation.samples < LEAST_SAMPLES) {
    return undefined;
  }
  const heap = situation.column('HeapAlloc');
  const gcs = situation.column('NumGC');
  const at = (row: number) => heap[row] as number;
  const floorBefore = ({ peak }: Tooth) =>
    heap.subarray(gcs.indexOf(gcs[peak] as number), peak + 1).reduce((least, bytes) => Math.min(least, bytes));
  const teeth = teethOf(heap).filter(
    (tooth) =>
      at(tooth.peak) - at(tooth.trough) >= LEAST_HEIGHT &&
      at(tooth.end) <= (1 - LEAST_FALL) * at(tooth.peak) &&
      (gcs[tooth.peak] as number) - (gcs[tooth.trough] as number) >= LEAST_COLLECTIONS &&
      at(tooth.end) <= BELOW_FLOOR * floorBefore(tooth) &&
      isSawTooth(heap, tooth)
  );
  const last = teeth.at(-1);
  if (!last || !climbsAgain(situation, last.end, teeth.length)) {
    return undefined;
  }
  const top = Math.max(...teeth.map(({ peak }) => at(peak)));
  const bottom = at(last.end);
  const first = teeth[0] as (typeof teeth)[number];
  const span = ((situation.times[last.end] as number) - (situation.times[first.trough] as number)) / 60_000;
  const { limit } = situation;
  const isClose =
    limit !== undefined &&
    situation.resident.reduce((most, bytes) => Math.max(most, bytes), 0) >= CLOSE_TO_LIMIT * limit.bytes;
  const next = isClose ? ` Its top comes near ${limit.name} of ${mib(limit.bytes)}: a longer climb ends there.` : '';
  return {
    id: 'saw-tooth',
    severity: isClose ? 'warning' : 'ok',
    title: 'A saw-tooth: held and let go',
    text:
      `The heap climbs to ${mib(top)} through collections that free little, and falls to ${mib(bottom)} at once: ` +
      `${timesText(teeth.length)} in ${spanText(span)}${teeth.length === 1 ? ', and it climbs again' : ''}.${next}`,
    evidence: [
      evidenceOf(situation, 'top of HeapAlloc', top, 'bytes'),
      evidenceOf(situation, 'HeapAlloc after the last fall', bottom, 'bytes'),
      evidenceOf(situation, 'teeth', teeth.length, 'count'),
      ...fieldEvidence(situation, 'HeapAlloc'),
    ],
    advice: 'Look what lives until a batch ends: a defer in a loop runs only when the function returns.',
    cannotSee:
      'Whether a larger batch comes: the top of the next climb is not known. Within one climb it looks like a leak.',
  };
}

/** The next climb has begun: what fell once and stayed down was only a start. */
function climbsAgain(situation: Situation, end: number, teeth: number): boolean {
  const heap = situation.column('HeapAlloc');
  return teeth > 1 || heap.subarray(end).some((bytes) => bytes - (heap[end] as number) >= LEAST_HEIGHT / 2);
}
