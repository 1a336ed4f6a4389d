import { setTimeout } from 'node:timers/promises';
import type { Caveat } from '../../src/core/growth/caveats';
import { caveatText } from '../../src/core/growth/words';
import { HELP, parseHuntArgs } from './args';
import { toJson } from './json';
import { Progress } from './progress';
import { reportText } from './report';
import { Scraper } from './scraper';
import { verdictOf } from './verdict';
import { watch, type Clock } from './watch';

export interface Outcome {
  exitCode: 0 | 1 | 2;
  stdout: string;
  /** Why it could not be told, where it could not. */
  trouble?: string;
}

/** What `npm run -s hunt -- ...argv` does; an abort ends the watching. Throws an Error whose message is for a person. */
export async function hunt(argv: readonly string[], abort: AbortSignal, clock = systemClock): Promise<Outcome> {
  const options = parseHuntArgs(argv);
  if (options === 'help') {
    return { exitCode: 0, stdout: HELP };
  }
  const scraper = new Scraper(options.target);
  const progress = new Progress(process.stderr, process.stderr.isTTY && !options.isQuiet, options.forMs);
  const world = { ...clock, scrape: scraper.scrape.bind(scraper) };
  const watched = await watch(options, world, abort, (...now) => progress.show(...now)).finally(() => progress.clear());
  const verdict = verdictOf(watched, options);
  const { exitCode } = verdict;
  const isSilent = options.isQuiet && exitCode === 0;
  return {
    exitCode,
    stdout: options.isJson ? `${JSON.stringify(toJson(verdict), null, 2)}\n` : isSilent ? '' : reportText(verdict),
    ...(exitCode === 2 ? { trouble: troubleOf(verdict.found.caveats) } : {}),
  };
}

function troubleOf(caveats: readonly Caveat[]): string {
  const why = caveats.filter(({ kind }) => kind === 'too few scrapes' || kind === 'deploy too new').map(caveatText);
  return `not enough data. ${why.join(' ')} Watch longer or more often, or let the program warm up first`;
}

const systemClock: Clock = {
  /** Without the steps that a wall clock takes when somebody sets it. */
  now: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) => setTimeout(Math.max(0, ms), undefined, { signal }).catch(() => {}),
};
