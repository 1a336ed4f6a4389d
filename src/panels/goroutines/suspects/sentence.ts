import type { TimeZone } from '@grafana/schema';
import type { CaveatText, SuspectRow, SuspectsMeta } from '../../../frames/contract';
import { count, duration, memory, minuteClock, THIN } from '../../../ui/format';
import { shortName } from '../../../frames/goName';
import { growth, inWords } from './figures';
import { doubtOf, isWithheld, wasJudged } from './model';
import { deployName } from './since';

/** The panel's answer in one sentence, in the parts in which it is set. */
export interface Sentence {
  verdict: 'leaking' | 'healthy' | 'unjudged';
  /** The answer itself. */
  lead: string;
  /** The function that it speaks of, whole; set in monospace with the package's path cut. */
  function?: string;
  rest: string;
  /** What follows from it, where there is room. */
  outlook?: string;
  /** What to bear in mind, said more quietly. */
  aside?: string;
  /** The caveat that the sentence says already. */
  caveat?: string;
  /** The answer where there is room for a few words, and what to add where there is room for more. */
  brief: string;
  briefMore?: string;
}

export function sentenceOf(meta: SuspectsMeta, timeZone: TimeZone, windowMs: number): Sentence {
  const [fastest] = meta.suspects;
  if (fastest) {
    return leaking(fastest, meta, timeZone, windowMs);
  }
  if (!wasJudged(meta)) {
    return unjudged(meta);
  }
  const doubt = doubtOf(meta);
  return doubt ? early(meta, doubt) : healthy(meta);
}

/** The same as one line of text. */
export function plainSentence({ lead, function: name, rest, outlook, aside }: Sentence): string {
  const middle = name === undefined ? '' : ` in ${shortName(name)}`;
  return [`${lead}${middle}${rest}`, outlook, aside].filter(Boolean).join(' ');
}

function leaking(fastest: SuspectRow, meta: SuspectsMeta, timeZone: TimeZone, windowMs: number): Sentence {
  const { deploy, sinceMs, sinceBefore, members, blockedOn } = fastest;
  const onset = minuteClock(sinceMs, timeZone, windowMs);
  const since = deploy?.relation === 'since' ? deployName(deploy.name) : sinceBefore ? `before ${onset}` : onset;
  const [wait] = blockedOn;
  const parts = [
    members.length > 1
      ? `, ${inWords(members.length)} stacks that grow together`
      : wait && wait !== 'running' && wait !== 'other'
        ? `, blocked on ${wait}`
        : '',
  ];
  const others = meta.suspects.length - 1;
  if (others > 0) {
    parts.push(`, and ${others} more ${meta.groupBy}${others === 1 ? '' : 's'}`);
  }
  return {
    verdict: 'leaking',
    lead: `Leaking since ${since}: ${growth(fastest)} goroutines a minute`,
    function: fastest.function,
    rest: `${parts.join('')}.`,
    outlook: meta.forecasts.join(' ') || undefined,
    aside: meta.bytesEach === null ? undefined : `One goroutine more takes about ${memory(meta.bytesEach)}.`,
    brief: `Leaking: ${growth(fastest)}${THIN}/${THIN}min`,
    briefMore: `since ${since}`,
  };
}

function healthy({ window, caveats }: SuspectsMeta): Sentence {
  const { stacks, fromMs, toMs } = window;
  const span = fromMs === null || toMs === null ? '' : ` over ${duration(toMs - fromMs)}`;
  return {
    verdict: 'healthy',
    lead: 'Nothing leaks:',
    rest:
      stacks === 1
        ? ` 1 stack${span}, which does not grow beyond its waves.`
        : ` ${count(stacks)} stacks${span}, none grows beyond its waves.`,
    aside: caveats[0]?.text,
    caveat: caveats[0]?.text,
    brief: 'Nothing leaks',
    briefMore: `${count(stacks)} stack${stacks === 1 ? '' : 's'}${span}`,
  };
}

function early({ window }: SuspectsMeta, doubt: CaveatText): Sentence {
  const { stacks, fromMs, toMs } = window;
  const lead = isWithheld(doubt) ? 'Not sure yet:' : 'Too early to say:';
  const span = `${count(stacks)} stack${stacks === 1 ? '' : 's'} over ${duration(toMs! - fromMs!)}`;
  return {
    verdict: 'unjudged',
    lead,
    rest: ` ${span}, none of which surely leaks.`,
    aside: doubt.text,
    caveat: doubt.text,
    brief: lead.replace(/:$/, ''),
    briefMore: span,
  };
}

function unjudged({ caveats }: SuspectsMeta): Sentence {
  const caveat = caveats.find(({ kind }) => kind === 'too few scrapes' || kind === 'being judged')?.text;
  const why = caveat ?? 'Nothing was scraped in this time range.';
  return {
    verdict: 'unjudged',
    lead: 'Not judged yet:',
    caveat,
    rest: ` ${why.charAt(0).toLowerCase()}${why.slice(1)}`,
    brief: 'Not judged yet',
    briefMore: why,
  };
}
