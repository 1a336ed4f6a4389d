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
 * whatever process, so a scrape that missed it hides nothing. Ascending. A restart of the same build is no deploy.
 */
export function seenDeploys({ processes, restarts, times }: HistoryRange): Deploy[] {
  const told = new Map<keyof ProcessFacts, unknown>();
  const deploys: Deploy[] = [];
  let dated = -1;
  for (const { process, row } of processes) {
    const sign = SIGNS.find(([fact]) => isOther(told.get(fact), process[fact]));
    for (const [fact] of SIGNS) {
      if (process[fact] !== undefined && process[fact] !== '') {
        told.set(fact, process[fact]);
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

function isOther(before: unknown, now: unknown): boolean {
  return before !== undefined && now !== undefined && now !== '' && before !== now;
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
