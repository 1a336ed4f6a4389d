import type { HistoryRange } from '../history/store';
import type { ProcessFacts } from '../scrape';
import type { Deploy, DeploySign } from './deploy';

/** By what another build shows, the most telling first. */
const SIGNS: ReadonlyArray<readonly [fact: keyof ProcessFacts, sign: DeploySign]> = [
  ['version', 'version'],
  ['buildId', 'build id'],
  ['goVersion', 'Go version'],
];

/**
 * Deploys that show in the data: the process came back as another build. Each fact is compared with the last one told, in
 * whatever process, so a scrape that missed it hides nothing. Ascending. A restart of the same build is no deploy, nor is
 * another word for the same process: one that /metrics and expvar name differently was not deployed anew.
 */
export function seenDeploys({ processes, restarts, times }: HistoryRange): Deploy[] {
  const told = new Map<keyof ProcessFacts, { value: unknown; row: number }>();
  const deploys: Deploy[] = [];
  let dated = -1;
  for (const { process, row } of processes) {
    const sign = SIGNS.find(([fact]) => {
      const before = told.get(fact);
      const isRestarted = before && restarts.some((restart) => restart > before.row && restart <= row);
      return isRestarted && isTold(process[fact]) && process[fact] !== before.value;
    });
    for (const [fact] of SIGNS) {
      if (isTold(process[fact])) {
        told.set(fact, { value: process[fact], row });
      }
    }
    // One build tells its facts one after another when requests fail: that is still one deploy.
    const since = restarts.filter((restart) => restart <= row).at(-1) ?? row;
    if (sign && since !== dated) {
      dated = since;
      deploys.push({ atMs: times[since] as number, name: nameOf(sign[0], process), seenBy: sign[1] });
    }
  }
  return deploys;
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== '';
}

/** As much of a build id as people quote of a commit. */
const ID_LETTERS = 7;

function nameOf(fact: keyof ProcessFacts, process: ProcessFacts): string {
  switch (fact) {
    case 'buildId':
      return `build ${(process.buildId ?? '').slice(0, ID_LETTERS)}`;
    case 'goVersion':
      return (process.goVersion ?? '').replace(/^go(?=\d)/, 'Go ');
    default:
      return String(process[fact]);
  }
}
