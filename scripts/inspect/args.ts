import { parseArgs } from 'node:util';
import { GRANULARITIES, type Granularity } from '../../src/core/profile/frametable';
import { pattern } from '../../src/core/profile/views/pattern';
import type { StackFilters, ViewOptions } from '../../src/core/profile/views/view';
import { Problem } from '../cli/problem';

const VIEWS = ['top', 'traces', 'stacks', 'peek', 'tree'] as const;
export type View = (typeof VIEWS)[number] | 'labels';

export interface InspectOptions {
  /** A file or an http(s) URL. */
  source: string;
  /** What it is compared with, likewise. */
  base?: string;
  sampleType?: string;
  /** How many rows; Infinity for all. */
  top: number;
  view: View;
  /** Of view `labels`: whose values are added up. */
  labelKey: string;
  granularity: Granularity;
  /** Rows in order of cum. */
  order: ViewOptions['order'];
  /** Of view `peek`. */
  peek?: RegExp;
  filter: StackFilters;
  /** The filters as they were given, `focus=main`. */
  activeFilters: readonly string[];
  isJson: boolean;
}

export const HELP = `npm run -s inspect -- FILE|URL [--base FILE|URL] [options]

Shows a pprof profile: a file as Go serves it (gzip or not), or a URL such as
http://localhost:6060/debug/pprof/heap, with the numbers of "go tool pprof" and without Go.

  --base B           compare with B: all values are those of the first less those of B, and shares are of B's,
                     as with -diff_base
  --sample-type T    which of the profile's values (by default its own default, else inuse_space, else the last)
  --view V           top: functions with flat and cum (default); stacks: the heaviest stacks; traces: every sample;
                     tree: functions with their callers and callees; peek: those that --peek finds
  --peek RE          view peek: what a function's name has to match
  --group G          function (as --view top), stack (as --view stacks) or label:KEY, sums per value of that label
  --granularity G    what makes two frames one: functions (default), lines, files, addresses
  --top N            how many rows, 0 for all (default 20); of traces the heaviest, in the profile's order
  --cum              rows in order of cum
  --json             totals, functions and stacks (and what the view shows) as JSON; totals beyond 2^53 as strings
  --help             this text

Filters, with pprof's meaning. RE is looked for in function names, file names and the binary's path:
  --focus RE         only samples with a frame that matches     --ignore RE   without those that have one
  --hide RE          leave out the frames that match            --show RE     leave out all others
  --show-from RE     leave out what is above the highest frame that matches
  --tagfocus X       only samples with a label that matches: RE, a number or range (16kb, 16kb:64kb, 16kb:), key=X
  --tagignore X      without those

Nothing is left out for being small: rows are those of "go tool pprof -trim=false", and --top does no more than cut
the list. (With -nodecount pprof also draws calls anew around what it left out.)
`;

const STRING = { type: 'string' } as const;
const PATTERNS = { focus: 'focus', ignore: 'ignore', hide: 'hide', show: 'show', 'show-from': 'showFrom' } as const;
const TAGS = { tagfocus: 'tagFocus', tagignore: 'tagIgnore' } as const;

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
  const peek = values.peek === undefined ? undefined : regexp('peek', values.peek);
  const chosen = viewOf(values.view ?? (peek && 'peek'), values.group);
  if ((chosen.view === 'peek') !== (peek !== undefined)) {
    throw new Problem('--view peek wants --peek RE, and no other view does');
  }
  const filters = filtersOf(values);
  if (chosen.view === 'labels' && (values.base !== undefined || filters.activeFilters.length > 0)) {
    throw new Problem('--group label:KEY goes neither with --base nor with filters');
  }
  return {
    source,
    base: values.base,
    sampleType: values['sample-type'],
    top: Number(top) || Infinity,
    ...chosen,
    ...filters,
    peek,
    granularity: oneOf('--granularity', granularity, GRANULARITIES),
    order: values.cum ? 'cum' : 'flat',
    isJson: values.json ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        base: STRING,
        'sample-type': STRING,
        view: STRING,
        peek: STRING,
        group: STRING,
        granularity: STRING,
        top: STRING,
        focus: STRING,
        ignore: STRING,
        hide: STRING,
        show: STRING,
        'show-from': STRING,
        tagfocus: STRING,
        tagignore: STRING,
        cum: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message.split('\n')[0] : String(error)} Try --help`);
  }
}

type Given = Partial<Record<keyof typeof PATTERNS | keyof typeof TAGS, string>>;

/** An empty filter is none, as in pprof. */
function filtersOf(given: Given): Pick<InspectOptions, 'filter' | 'activeFilters'> {
  const filter: { -readonly [K in keyof StackFilters]: StackFilters[K] } = {};
  const activeFilters: string[] = [];
  for (const [name, key] of Object.entries(PATTERNS) as Array<[keyof typeof PATTERNS, (typeof PATTERNS)['focus']]>) {
    const text = given[name];
    if (text) {
      filter[key] = regexp(name, text);
      activeFilters.push(`${name.replace('-', '_')}=${text}`);
    }
  }
  for (const [name, key] of Object.entries(TAGS) as Array<[keyof typeof TAGS, (typeof TAGS)['tagfocus']]>) {
    const text = given[name];
    if (text) {
      filter[key] = text;
      activeFilters.push(`${name}=${text}`);
    }
  }
  return { filter, activeFilters };
}

function regexp(name: string, text: string): RegExp {
  try {
    return pattern(text);
  } catch (error) {
    throw new Problem(`--${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `--group` is a view by what it adds up. */
function viewOf(view: string | undefined, group: string | undefined): { view: View; labelKey: string } {
  const chosen = view === undefined ? undefined : oneOf('--view', view, VIEWS);
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
