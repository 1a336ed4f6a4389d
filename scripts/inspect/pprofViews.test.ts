/** @jest-environment node */
import path from 'node:path';
import { decodeCapture, profilesIn } from '../../testdata/helpers/captures';
import { inspect } from './inspect';
import { askPprof, type PprofAsk } from './pprof';

const TESTDATA = path.resolve(__dirname, '../../testdata');
const fileOf = (name: string) => path.join(TESTDATA, name);

interface Case {
  ask: PprofAsk;
  args: readonly string[];
}

const VIEWS: ReadonlyArray<[command: string, args: readonly string[]]> = [
  ['top', []],
  ['top -cum', ['--cum']],
  ['traces', ['--view', 'traces']],
  ['tree', ['--view', 'tree']],
  ['peek runtime|http', ['--peek', 'runtime|http']],
];

/** In Go programs of all kinds each leaves something and drops something. */
const FILTERS: ReadonlyArray<Readonly<Record<string, string>>> = [
  { focus: 'http|main\\.' },
  { ignore: 'bufio|net\\.' },
  { hide: '^runtime|/sync/' },
  { show: 'main|http|runtime' },
  { show_from: 'Serve|main|New' },
  { focus: 'runtime', ignore: 'main', hide: 'gopark|malloc' },
  { hide: 'init', show: 'Read|New|Serve|main', show_from: 'New|main|Serve' },
];

const TAG_FILTERS: ReadonlyArray<Readonly<Record<string, string>>> = [
  { tagfocus: '16kb:1mb' },
  { tagfocus: ':64kb' },
  { tagfocus: 'bytes=4kb:' },
  { tagignore: '64b:4096b' },
  { tagignore: 'bytes=48b' },
];

function caseOf(type: string, [command, args]: (typeof VIEWS)[number], filter: Readonly<Record<string, string>>): Case {
  const flags = Object.entries(filter).flatMap(([key, value]) => [`--${key.replace('_', '-')}`, value]);
  return {
    ask: { command, options: { sample_index: type, ...filter } },
    args: ['--sample-type', type, '--top', '0', ...args, ...flags],
  };
}

/** Each view unfiltered, and the filters spread over the views so that over the types each filter meets several. */
function casesOf(types: readonly string[], filters: typeof FILTERS): Case[] {
  return types.flatMap((type, t) => [
    ...VIEWS.map((view) => caseOf(type, view, {})),
    ...filters.map((filter, f) => caseOf(type, VIEWS[(t + f) % VIEWS.length] as (typeof VIEWS)[number], filter)),
  ]);
}

/** All of them by one run of pprof; returns how many reports it wrote. */
async function compare(
  sources: readonly string[],
  args: readonly string[],
  cases: readonly Case[],
  isDifference = false
) {
  const reports = askPprof(
    sources,
    cases.map(({ ask }) => ask)
  );
  let written = 0;
  for (const [index, one] of cases.entries()) {
    const expected = reports[index];
    const found = inspect([...args, ...one.args]);
    if (expected === undefined) {
      // Only where there is nothing that the regular expression finds.
      await expect(found).rejects.toThrow(/no matches found/);
    } else {
      written++;
      const settle = isDifference ? settled : (text: string) => text;
      expect([one.ask, settle(await found)]).toEqual([one.ask, settle(expected)]);
    }
  }
  return written;
}

/** pprof leaves calls of equal size and opposite sign in an order that changes from run to run, so those are put in one. */
function settled(report: string): string {
  const lines = report.split('\n');
  const size = (line: string) => /^ {20,}(-?)(\S+)\s+\S+%\s\|/.exec(line)?.[2];
  for (let from = 0; from < lines.length;) {
    let to = from + 1;
    const own = size(lines[from] as string);
    while (own !== undefined && to < lines.length && size(lines[to] as string) === own) {
      to++;
    }
    lines.splice(from, to - from, ...lines.slice(from, to).sort());
    from = to;
  }
  return lines.join('\n');
}

jest.setTimeout(60_000);

describe('the same as go tool pprof', () => {
  test.each(profilesIn('captures', 'heap'))('%s', async (name) => {
    const types = decodeCapture(name).sampleTypes.map(({ type }) => type);
    const filters = types.length > 1 ? [...FILTERS, ...TAG_FILTERS] : FILTERS;
    const cases = casesOf(types, filters);
    const written = await compare([fileOf(name)], [fileOf(name)], cases);
    expect(written).toBeGreaterThan(0.8 * cases.length);
  });

  test.each([
    ['captures/caddy.goroutine.d0', 'captures/node.goroutine.d0'],
    ['captures/prom.heap.d0', 'captures/vm.heap.d0'],
    ['captures/vm.allocs.d0', 'captures/vm.heap.d0'],
    ['heap/demo.rate4096.heap.d0', 'heap/demo.rate524288.heap.d0'],
    ['blocked/go1.27.1.goroutine.d0', 'blocked/go1.19.8.goroutine.d0'],
  ])('%s less %s', async (name, base) => {
    const types = decodeCapture(name).sampleTypes.map(({ type }) => type);
    const filters = types.length > 1 ? [...FILTERS, ...TAG_FILTERS] : FILTERS;
    const sources = [`-diff_base=${fileOf(base)}`, fileOf(name)];
    const cases = casesOf(types, filters);
    const written = await compare(sources, [fileOf(name), '--base', fileOf(base)], cases, true);
    expect(written).toBeGreaterThan(0.8 * cases.length);
  });
});
