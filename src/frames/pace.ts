import { formattedValueToString, getValueFormat, type QueryResultMetaNotice } from '@grafana/data';
import type { PaceMeta } from './contract';

/** Stretched by less than this, an interval is as set for a person. */
const WORTH_TELLING = 1.1;

/** What a sentence calls a round: `a scrape`. */
export type RoundName = 'a scrape' | 'a heap profile';

/** That the target is asked less often than the settings say, and why; empty where it is not. */
export function paceNotices(pace: PaceMeta | undefined, round: RoundName): QueryResultMetaNotice[] {
  return pace && pace.why !== 'set' && pace.intervalMs >= WORTH_TELLING * pace.setMs
    ? [{ severity: 'info', text: sentence(pace, round) }]
    : [];
}

function sentence({ budget, intervalMs, setMs, spentMs, why }: PaceMeta, round: RoundName): string {
  const every = `every ${duration(intervalMs)} instead of ${duration(setMs)}`;
  switch (why) {
    case 'budget':
      return `Sampled ${every}: ${round} takes ${duration(spentMs)} of the program’s time, the budget is ${percent(budget)}.`;
    case 'put off':
      return `The next goroutine profile comes after ${duration(intervalMs)}: of so many goroutines it takes long, and the budget is ${percent(budget)} of the program’s time.`;
    case 'back-off':
      return `Asked ${every}, because the program is out of reach or refuses. Once it answers, it is ${duration(setMs)} again.`;
    default:
      return `Asked again after ${duration(intervalMs)}: the answer said to come back no sooner (Retry-After).`;
  }
}

const formatMs = getValueFormat('ms');
const formatPercent = getValueFormat('percentunit');

function duration(ms: number): string {
  return formattedValueToString(formatMs(ms));
}

function percent(share: number): string {
  return formattedValueToString(formatPercent(share)).replace('%', ' %');
}
