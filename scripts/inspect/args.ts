import { parseArgs } from 'node:util';
import { GRANULARITIES, type Granularity } from '../../src/core/profile/frametable';
import { Problem } from '../cli/problem';

export type View = 'top' | 'traces' | 'stacks' | 'labels';

export interface InspectOptions {
  /** A file or an http(s) URL. */
  source: string;
  sampleType?: string;
  /** How many rows; Infinity for all. */
  top: number;
  view: View;
  /** Of view `labels`: whose values are added up. */
  labelKey: string;
  granularity: Granularity;
  /** View `top` in order of cum. */
  isByCum: boolean;
  isJson: boolean;
}

export const HELP = `npm run -s inspect -- FILE|URL [options]

Shows a pprof profile: a file as Go serves it (gzip or not), or a URL such as
http://localhost:6060/debug/pprof/heap, with the numbers of "go tool pprof" and without Go.

  --sample-type T    which of the profile's values (by default its own default, else inuse_space, else the last)
  --view V           top: functions with flat and cum (default); stacks: the heaviest stacks; traces: every sample
  --group G          function (as --view top), stack (as --view stacks) or label:KEY, sums per value of that label
  --granularity G    what makes two frames one: functions (default), lines, files, addresses
  --top N            how many rows, 0 for all (default 20)
  --cum              view top in order of cum
  --json             totals, functions and stacks (or label values) as JSON; what exceeds 2^53 as strings
  --help             this text
`;

export function parseInspectArgs(argv: readonly string[]): InspectOptions | 'help' {
  const { positionals, values } = parse(argv);
  if (values.help) {
    return 'help';
  }
  const [source, more] = positionals;
  if (source === undefined || more !== undefined) {
    throw new Problem(`expected one file or URL, found ${positionals.length}. Try --help`);
  }
  const { granularity = 'functions', top = '20' } = values;
  if (!/^\d{1,9}$/.test(top)) {
    throw new Problem(`--top wants a number, not ${JSON.stringify(top)}`);
  }
  return {
    source,
    sampleType: values['sample-type'],
    top: Number(top) || Infinity,
    ...viewOf(values.view, values.group),
    granularity: oneOf('--granularity', granularity, GRANULARITIES),
    isByCum: values.cum ?? false,
    isJson: values.json ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        'sample-type': { type: 'string' },
        view: { type: 'string' },
        group: { type: 'string' },
        granularity: { type: 'string' },
        top: { type: 'string' },
        cum: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message.split('\n')[0] : String(error)} Try --help`);
  }
}

/** `--group` is a view by what it adds up. */
function viewOf(view: string | undefined, group: string | undefined): { view: View; labelKey: string } {
  const chosen = view === undefined ? undefined : oneOf('--view', view, ['top', 'traces', 'stacks'] as const);
  if (group === undefined) {
    return { view: chosen ?? 'top', labelKey: '' };
  }
  const labelKey = group.startsWith('label:') ? group.slice('label:'.length) : '';
  const grouped = labelKey !== '' ? 'labels' : group === 'function' ? 'top' : group === 'stack' ? 'stacks' : undefined;
  if (!grouped) {
    throw new Problem(`--group wants function, stack or label:KEY, not ${JSON.stringify(group)}`);
  }
  if (chosen && chosen !== grouped) {
    throw new Problem(`--view ${chosen} does not go with --group ${group}`);
  }
  return { view: grouped, labelKey };
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined) {
    throw new Problem(`${name} wants ${allowed.join(', ')}, not ${JSON.stringify(text)}`);
  }
  return found;
}
