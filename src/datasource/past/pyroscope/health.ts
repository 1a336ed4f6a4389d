import { AskError } from '../askError';
import { reach, type PastHealth } from '../health';
import { SeveralInstances } from '../prometheus/columns';
import { matchersOf, MatchersError } from '../prometheus/matchers';
import { askStored } from './ask';
import { GOROUTINES } from './goroutines';
import { checkInstances } from './stored';

/** Looked at: longer queries are refused by a Pyroscope that is set up as it comes. */
const BACK_MS = 86_400_000;
const STEP_MS = 60_000;

/** Whether a Pyroscope has goroutine profiles of a program, or what is wrong: one small request. Never rejects. */
export async function checkPyroscope(
  { matchers: typed, uid }: { uid: string; matchers: string },
  nowMs: number
): Promise<PastHealth> {
  try {
    // There is no dashboard here whose variables could be filled in.
    const matchers = matchersOf(typed);
    const variable = /\$\{?\w+/.exec(matchers)?.[0];
    if (variable) {
      return {
        isFine: true,
        message: `Whether Pyroscope knows the program is seen on a dashboard: the label selector holds ${variable}.`,
      };
    }
    const stored = await askStored({ uid, matchers, fromMs: nowMs - BACK_MS, toMs: nowMs }, GOROUTINES, STEP_MS);
    const instances = stored.flatMap((one) => one.instances);
    const since = Math.min(...instances.flatMap(({ times }) => times));
    if (since === Infinity) {
      return {
        isFine: false,
        message: `Pyroscope has no goroutine profiles of {${matchers}} in the last 24 hours. Does the label selector fit, and are goroutine profiles scraped?`,
      };
    }
    stored.forEach((one) => checkInstances(one.instances));
    return { isFine: true, message: `Pyroscope reaches back ${reach(nowMs - since, BACK_MS)}.` };
  } catch (error) {
    if (error instanceof AskError || error instanceof MatchersError || error instanceof SeveralInstances) {
      return { isFine: false, message: error.message };
    }
    throw error;
  }
}
