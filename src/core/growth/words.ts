import { namedBy } from '../history/answers';
import { counted, timesText, whole } from '../numbers';
import type { Stack } from '../profile/stack';
import type { Caveat } from './caveats';
import { short, type Evidence } from './evidence';

/** Names in one sentence; the others are counted. */
const MOST_NAMES = 3;

/** What could not have been seen, or was seen and is no leak: one or two sentences for a person. Times only as durations. */
export function caveatText(caveat: Caveat): string {
  switch (caveat.kind) {
    case 'too few scrapes':
      return `Too few scrapes to judge: ${whole(caveat.scrapes)} usable, ${caveat.needed} are needed.`;
    case 'short window':
      return `Only ${spanText(caveat.minutes)} could be looked at: a leak of less than ${short(caveat.leastPerMinute)} goroutines per minute cannot be seen in it.`;
    case 'no off-peak yet': {
      const rise = caveat.loadRisePercent >= 1 ? ` by ${short(caveat.loadRisePercent)} %` : '';
      return `Load rose${rise} and has not come down yet. What grew no more than it could explain is not called a leak: ${namesOf(caveat.withheld)}.`;
    }
    case 'load not known':
      return `The load is not known: a wave of it longer than ${spanText(caveat.minutes)} would look like a leak.`;
    case 'within its swing':
      return `Seen to come and go before this window, by at least half of what it rises now, and not called a leak: ${namesOf(caveat.withheld)}.`;
    case 'as many fall':
      return `${counted(caveat.falling, 'stack falls', 'stacks fall')} as surely as others rise, which then proves nothing. Not called a leak: ${namesOf(caveat.withheld)}.`;
    case 'gaps':
      return `${counted(caveat.gaps, 'gap')} in the scrapes, ${spanText(caveat.lostMs / 60_000)} in all: what happened then was not seen.`;
    case 'restarts':
      return `The program was restarted ${timesText(caveat.restarts)}: growth is judged within each run.`;
    case 'deploy too new':
      return 'Too few scrapes since the newest deploy to judge it: what is said is of the time before.';
    case 'high but flat':
      return `High but flat, not a leak now: ${counted(caveat.count, 'goroutine')} in ${stackName(caveat.stack)}, ${short(caveat.perMinute)} per minute (95 %: ${short(caveat.low)} to ${short(caveat.high)}).`;
  }
}

/** A few words for a chip; the whole sentence is `Evidence.text`. */
export function evidenceLabel(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'slope':
      return `95 %: ${short(evidence.low)} to ${short(evidence.high)}`;
    case 'did not come down':
      return evidence.loadFallPercent === undefined ? 'did not come down' : 'did not come down with load';
    case 'low tide':
      return `low tide ${short(evidence.from)} to ${short(evidence.to)}`;
    case 'trend':
      return `trend tau ${short(evidence.tau)}`;
    case 'grows per load':
      return `per load ${short(evidence.from)} to ${short(evidence.to)}`;
    case 'proved':
      return `${whole(evidence.goroutines)} proved to leak`;
    case 'grow together':
      return `${counted(evidence.stacks, 'stack')} together`;
  }
}

/** The function that a stack is called by. */
export function stackName(stack: Stack): string {
  return stack.frames[namedBy(stack)]?.function ?? '(empty stack)';
}

/**
 * A span of time as a person would say it: `4 s`, `80 s`, `4.9 min`, `36 min`, `3 h`, `2.5 days`. Seconds below two
 * minutes, minutes below two hours, hours below two days; a decimal below ten only.
 */
export function spanText(minutes: number): string {
  const [seconds, hours] = [minutes * 60, minutes / 60];
  if (seconds < 119.5) {
    return `${seconds < 1 ? short(seconds) : seconds.toFixed(0)} s`;
  }
  if (minutes < 119.5) {
    return `${decimalBelowTen(minutes)} min`;
  }
  return hours < 47.5 ? `${decimalBelowTen(hours)} h` : `${decimalBelowTen(hours / 24)} days`;
}

function decimalBelowTen(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
}

function namesOf(stacks: readonly Stack[]): string {
  const names = [...new Set(stacks.map(stackName))];
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
