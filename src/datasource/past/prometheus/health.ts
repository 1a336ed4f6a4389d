import { AskError } from '../askError';
import { reach, type PastHealth } from '../health';
import { missingVariable } from '../missingVariable';
import { SeveralInstances } from '../severalInstances';
import { ask } from './ask';
import { matchersOf, MatchersError } from './matchers';
import { GOROUTINES, instancesSelector } from './metrics';
import { seriesOf } from './series';

const DAY_MS = 86_400_000;
/** Looked at: as far back as most Prometheus keep. */
const BACK_MS = 15 * DAY_MS;

/** How far back a Prometheus reaches for a program, or what is wrong: two small requests. Never rejects. */
export async function checkPrometheus(
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
        message: `Whether Prometheus knows the program is seen on a dashboard: the matchers hold $${variable}.`,
      };
    }
    const expr = instancesSelector(matchers);
    const there = seriesOf(await ask({ uid, expr, fromMs: nowMs, toMs: nowMs }));
    if (there.length > 1) {
      throw new SeveralInstances(
        'Prometheus',
        there.map(({ labels }) => labels)
      );
    }
    const oldest = `min_over_time(timestamp(${expr})[${BACK_MS / DAY_MS}d:1h])`;
    const told = seriesOf(await ask({ uid, expr: oldest, fromMs: nowMs, toMs: nowMs }));
    const since = Math.min(...told.flatMap(({ values }) => values));
    if (since === Infinity && there.length === 0) {
      const problem = `Prometheus has no ${GOROUTINES}{${matchers}} in the last ${BACK_MS / DAY_MS} days.`;
      return { isFine: false, message: `${problem} Do the matchers fit the labels of its series?` };
    }
    return { isFine: true, message: `Prometheus reaches back ${reach(nowMs - since * 1000, BACK_MS)}.` };
  } catch (error) {
    if (error instanceof MatchersError) {
      return { isFine: false, message: `Prometheus was not asked, for its matchers are wrong. ${error.message}` };
    }
    if (error instanceof AskError || error instanceof SeveralInstances) {
      return { isFine: false, message: error.message };
    }
    throw error;
  }
}
