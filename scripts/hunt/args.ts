import { parseArgs } from 'node:util';
import { LEAST_SCRAPES } from '../../src/core/growth/window';
import { Problem } from '../cli/problem';
import { parseDuration } from './duration';
import { parseTarget, type Target } from './target';

export interface HuntOptions {
  target: Target;
  forMs: number;
  everyMs: number;
  /** What is dropped after a start or a new build. */
  warmUpMs: number;
  falseDiscoveryRate?: number;
  minRise?: number;
  minPercent?: number;
  /** Stacks with a function that one of these matches are not looked at. */
  ignore: readonly RegExp[];
  /** goleak's ignorables are not looked at either. */
  hasPreset: boolean;
  isJson: boolean;
  isQuiet: boolean;
}

export const HELP = `npm run -s hunt -- URL [options]

Watches the goroutines of a running Go program and tells which of its stacks leak. URL is the program's own, such as
http://localhost:6060, or that of its /debug/pprof.

  --for D          how long (default 2m); durations as in Go: 90s, 2m, 1h30m, 500ms
  --every D        how often (default 2s)
  --warm-up D      dropped after a start of the program (default a fifth of --for, at most 1m, at least 5 scrapes)
  --fdr P          share of false suspects put up with, above 0 and below 1 (default 0.05)
  --min-rise N     goroutines that must be won while it is watched (default 5)
  --min-percent P  the same in percent of the count at the start (default 5)
  --ignore REGEX   leave out stacks with a function that matches; may be given several times
  --no-preset      look also at what goleak leaves out: the runtime, os/signal, testing, daemons of logging libraries
  --json           the result as JSON
  --quiet          no progress, and no report where nothing leaks
  --help           this text

Exit code: 0 nothing leaks, 1 something does, 2 it could not be told. Ctrl-C ends the watching and tells what was seen.
`;

const DEFAULT_FOR = '2m';
const DEFAULT_EVERY = '2s';
/** The program has work of its own. */
const LEAST_EVERY_MS = 100;
const MOST_EVERY_MS = 3_600_000;
/** Connections and pools fill up after a start. In a short hunt a minute of it would leave nothing to judge by. */
const WARM_UP_SHARE = 1 / 5;
const MOST_WARM_UP_MS = 60_000;
const WARM_UP_SCRAPES = 5;

export function parseHuntArgs(argv: readonly string[]): HuntOptions | 'help' {
  const { positionals, values } = parse(argv);
  if (values.help) {
    return 'help';
  }
  const [url, more] = positionals;
  if (url === undefined || more !== undefined) {
    throw new Problem(`expected one URL, found ${positionals.length}. Try --help`);
  }
  return {
    target: parseTarget(url),
    ...timesOf(values),
    falseDiscoveryRate: numberOf('--fdr', values.fdr, (value) => value > 0 && value < 1, 'above 0 and below 1'),
    minRise: numberOf('--min-rise', values['min-rise'], (value) => value >= 0, 'from 0'),
    minPercent: numberOf('--min-percent', values['min-percent'], (value) => value >= 0, 'from 0'),
    ignore: (values.ignore ?? []).map(patternOf),
    hasPreset: !values['no-preset'],
    isJson: values.json ?? false,
    isQuiet: values.quiet ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        for: { type: 'string' },
        every: { type: 'string' },
        'warm-up': { type: 'string' },
        fdr: { type: 'string' },
        'min-rise': { type: 'string' },
        'min-percent': { type: 'string' },
        ignore: { type: 'string', multiple: true },
        'no-preset': { type: 'boolean' },
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // The second sentence is about positionals that begin with a dash: no URL does.
    throw new Problem(`${(error as Error).message.split(/\n|\. /)[0]}. Try --help`);
  }
}

function timesOf(values: { for?: string; every?: string; 'warm-up'?: string }) {
  const forMs = parseDuration('--for', values.for ?? DEFAULT_FOR);
  const everyMs = parseDuration('--every', values.every ?? DEFAULT_EVERY);
  if (everyMs < LEAST_EVERY_MS || everyMs > MOST_EVERY_MS) {
    throw new Problem(`--every wants 100ms to 1h, not ${values.every}`);
  }
  const scrapes = Math.floor(forMs / everyMs) + 1;
  if (scrapes < LEAST_SCRAPES) {
    throw new Problem(
      `--for ${values.for ?? DEFAULT_FOR} --every ${values.every ?? DEFAULT_EVERY} makes ${scrapes} scrapes, and ` +
        `${LEAST_SCRAPES} are needed to judge by: watch longer or more often`
    );
  }
  const fitting = Math.max(WARM_UP_SCRAPES * everyMs, Math.min(MOST_WARM_UP_MS, WARM_UP_SHARE * forMs));
  const warmUp = values['warm-up'];
  return { forMs, everyMs, warmUpMs: warmUp === undefined ? fitting : parseDuration('--warm-up', warmUp) };
}

function numberOf(option: string, text: string | undefined, isFine: (value: number) => boolean, range: string) {
  if (text === undefined) {
    return undefined;
  }
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (!isFine(value)) {
    throw new Problem(`${option} wants a number ${range}, not ${JSON.stringify(text)}`);
  }
  return value;
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new Problem(`--ignore ${JSON.stringify(text)}: ${(error as Error).message}`);
  }
}
