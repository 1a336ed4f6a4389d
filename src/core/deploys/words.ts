import { short } from '../growth/evidence';
import { spanText, stackName } from '../growth/words';
import { counted } from '../numbers';
import type { Comparison, LeakChange } from './comparison';
import type { LimitForecast } from './judgement';
import type { Pace } from './pace';
import type { Verdict } from './verdict';

/** Leaks in one sentence; the others are counted. */
const MOST_LEAKS = 2;

const HEADS: Readonly<Record<Verdict, string>> = {
  fixed: 'Fixed',
  improved: 'Improved, not fixed',
  unchanged: 'Unchanged',
  worse: 'Worse',
  'not enough data': 'Not enough data',
};

/** The verdict in one or two sentences, with the paces that it rests on. */
export function verdictText(comparison: Comparison): string {
  return `${HEADS[comparison.verdict]}: ${reasonOf(comparison)}`;
}

/** What else to know, one sentence each: what was looked at, the load, stacks that came and went. */
export function verdictEvidence({ looked, rest, stacks, total }: Comparison): string[] {
  const sentences: string[] = [];
  if (looked.before && looked.after) {
    sentences.push(
      `Looked at ${spanText(looked.before.minutes)} (${counted(looked.before.scrapes, 'scrape')}) before and ${spanText(looked.after.minutes)} (${counted(looked.after.scrapes, 'scrape')}) after, without warm-up.`
    );
  }
  if (total) {
    sentences.push(`All goroutines: ${paceText(total.before)} before, ${paceText(total.after)} after.`);
  }
  if (rest) {
    const fell = rest.after < HALF * rest.before;
    sentences.push(
      `Goroutines of no leak: ${short(rest.before)} before, ${short(rest.after)} after (medians).${fell ? ' With so much less load a leak may only be asleep.' : ''}`
    );
  }
  const { appeared, vanished } = stacks;
  if (appeared.length > 0) {
    sentences.push(`New: ${names(appeared.map(stackName))}.`);
  }
  if (vanished.length > 0) {
    sentences.push(`Gone: ${names(vanished.map(stackName))}.`);
  }
  return sentences;
}

const HALF = 0.5;

function reasonOf({ after, before, leaks, looked, verdict }: Comparison): string {
  if (!looked.before || !looked.after) {
    const short = [looked.before ? undefined : before.name, looked.after ? undefined : after.name].filter(Boolean);
    return `too few scrapes in ${short.join(' and in ')}; 20 are needed after the first minute.`;
  }
  if (leaks.length === 0) {
    return `nothing leaked in ${before.name}, nothing leaks in ${after.name}.`;
  }
  const told = leaks
    .slice(0, MOST_LEAKS)
    .map((leak) => leakText(leak, verdict))
    .join('; ');
  const more = leaks.length - MOST_LEAKS;
  return `${told}${more > 0 ? `; and ${more} more` : ''}.`;
}

function leakText({ after, before, leader, verdict }: LeakChange, overall: Verdict): string {
  // Each leak has its own word only where it is not the word for all.
  const own = verdict === overall ? '' : ` (${verdict})`;
  return `${stackName(leader)}${own} grew by ${paceText(before)}, then by ${paceText(after)}`;
}

/** `12.3 a minute (11.8 to 12.7)` */
export function paceText({ high, low, perMinute }: Pace): string {
  return `${short(perMinute)} a minute (${short(low)} to ${short(high)})`;
}

/** When a limit is reached at the pace of all leaks together. */
export function limitText({ earliest, latest, limit, minutes, unit }: LimitForecast): string {
  const what = unit === 'bytes' ? `${short(limit / 2 ** 20)} MiB` : counted(limit, 'goroutine');
  if (minutes === 0) {
    return `${what} are reached already.`;
  }
  if (minutes === Infinity) {
    return `At this pace ${what} are never reached.`;
  }
  const end = latest === Infinity ? 'or never' : `to ${spanText(latest)}`;
  return `At this pace ${what} are reached in ${spanText(minutes)} (${spanText(earliest)} ${end}).`;
}

const MOST_NAMES = 3;

function names(all: readonly string[]): string {
  const distinct = [...new Set(all)];
  const more = distinct.length - MOST_NAMES;
  return `${distinct.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
