import { short } from '../../src/core/growth/evidence';
import type { Suspect } from '../../src/core/growth/suspect';
import { caveatText, spanText, stackName } from '../../src/core/growth/words';
import { counted, whole } from '../../src/core/numbers';
import { oneLine } from '../cli/problem';
import { functionsOf } from './json';
import type { Verdict } from './verdict';

/** Frames of a stack in the report; JSON has all. */
const MOST_FRAMES = 6;

/** The verdict for a person, worst leak first, in lines without control characters whatever the names in a profile are. */
export function reportText(verdict: Verdict): string {
  const { caveats, suspects } = verdict.found;
  const lines = [headline(verdict), ...suspects.flatMap((suspect, i) => ['', ...suspectLines(suspect, i + 1)])];
  if (caveats.length > 0) {
    lines.push('', 'What could not be seen, and what else was:', ...caveats.map((one) => `  - ${caveatText(one)}`));
  }
  return lines.map((line) => `${oneLine(line).trimEnd()}\n`).join('');
}

function headline({ exitCode, failed, found, fromMs, scrapes, target, toMs }: Verdict): string {
  const { looked, suspects } = found;
  const leaks = suspects.length === 0 ? 'No leak' : counted(suspects.length, 'leak');
  const what = exitCode === 2 ? 'Not enough data' : leaks;
  const over = [
    `${counted(scrapes, 'scrape')} in ${spanText((toMs - fromMs) / 60_000)}`,
    ...(looked.scrapes < scrapes ? [`${whole(looked.scrapes)} of them after warm-up`] : []),
    ...(failed > 0 ? [`${whole(failed)} failed`] : []),
    `${counted(looked.stacks, 'stack')} looked at`,
  ];
  return `${what} in ${target}: ${over.join(', ')}.`;
}

function suspectLines(suspect: Suspect, place: number): string[] {
  const { count, evidence, high, leader, low, members, perMinute, sinceBefore, sinceMs } = suspect;
  const since = `${new Date(sinceMs).toISOString().slice(11, 19)} UTC${sinceBefore ? ' or before' : ''}`;
  const [name = '(empty stack)', ...callers] = functionsOf(leader.stack);
  const more = callers.length - MOST_FRAMES;
  return [
    `${place}. ${name}`,
    ...callers.slice(0, MOST_FRAMES).map((caller) => `     from ${caller}`),
    ...(more > 0 ? [`     from ${more} more`] : []),
    `   blocked on: ${leader.stack.blockedOn}`,
    `   now:        ${counted(count, 'goroutine')}`,
    `   growth:     ${short(perMinute)} per minute (95 %: ${short(low)} to ${short(high)}), since ${since}`,
    ...(members.length > 1 ? [`   together:   ${counted(members.length, 'stack')}`] : []),
    ...(members.length > 1
      ? members.map(
          (one) => `     ${short(one.perMinute)} per minute, now ${whole(one.count)}: ${stackName(one.stack)}`
        )
      : []),
    '   because:',
    ...evidence.map(({ text }) => `     - ${text}`),
  ];
}
