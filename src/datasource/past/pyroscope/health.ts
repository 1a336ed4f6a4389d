import { AskError } from '../askError';
import { reach, type PastHealth } from '../health';
import { missingVariable } from '../missingVariable';
import { matchersOf, MatchersError } from '../prometheus/matchers';
import { SeveralInstances } from '../severalInstances';
import { askStored, type ProfileKind } from './ask';
import { GOROUTINES } from './goroutines';
import { HEAPS } from './heap/heap';
import { checkInstances } from './stored';

/** Looked at: longer queries are refused by a Pyroscope that is set up as it comes. */
const BACK_MS = 86_400_000;
const STEP_MS = 60_000;

const EITHER: ProfileKind = {
  name: 'goroutine or heap',
  types: [...GOROUTINES.types, ...HEAPS.inuse_space.types],
};

/** Which profiles a Pyroscope has of a program, or what is wrong: one small request. Never rejects. */
export async function checkPyroscope(
  { matchers: typed, uid }: { uid: string; matchers: string },
  nowMs: number
): Promise<PastHealth> {
  try {
    // There is no dashboard here whose variables could be filled in.
    const matchers = matchersOf(typed);
    const variable = missingVariable(typed);
    if (variable) {
      return {
        isFine: true,
        message: `Whether Pyroscope knows the program is seen on a dashboard: the label selector holds $${variable}.`,
      };
    }
    const stored = await askStored({ uid, matchers, fromMs: nowMs - BACK_MS, toMs: nowMs }, EITHER, STEP_MS);
    const kinds = [GOROUTINES, HEAPS.inuse_space].map(({ name, types }) => {
      const instances = stored
        .filter(({ profileTypeId }) => types.includes(profileTypeId))
        .flatMap((one) => one.instances);
      return { name, since: Math.min(...instances.flatMap(({ times }) => times)) };
    });
    const told = kinds.filter(({ since }) => since < Infinity);
    if (told.length === 0) {
      return {
        isFine: false,
        message: `Pyroscope has no ${EITHER.name} profiles of {${matchers}} in the last 24 hours. Does the label selector fit, and are they scraped?`,
      };
    }
    stored.forEach((one) => checkInstances(one.instances));
    const reaches = told.map(({ name, since }) => `${reach(nowMs - since, BACK_MS)} with ${name} profiles`);
    const [missing] = kinds.filter(({ since }) => since === Infinity);
    const none = missing ? ` It has no ${missing.name} profiles.` : '';
    return { isFine: true, message: `Pyroscope reaches back ${reaches.join(', and ')}.${none}` };
  } catch (error) {
    if (error instanceof MatchersError) {
      return { isFine: false, message: `Pyroscope was not asked, for its label selector is wrong. ${error.message}` };
    }
    if (error instanceof AskError || error instanceof SeveralInstances) {
      return { isFine: false, message: error.message };
    }
    throw error;
  }
}
