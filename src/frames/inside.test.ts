import { createTheme, formattedValueToString, getDisplayProcessor, type DataFrame } from '@grafana/data';
import type { DumpStackRow } from '../core/dump/dumpAnswer';
import type { ViewAnswer } from '../core/profile/views/view';
import { dumpFrame } from './dump';
import { profileFrame } from './profile';

const FACTS = {
  target: 'http://orders:6060',
  intervalMs: 15_000,
  lastScrape: { requests: 1, bytes: 9000, durationMs: 30 },
};
const range = { times: Float64Array.of(0), restarts: [], process: {}, failures: [] };

/** A cell as Grafana's table writes it. */
function cell(frame: DataFrame, name: string, row = 0): string {
  const field = frame.fields.find((one) => one.name === name)!;
  return formattedValueToString(getDisplayProcessor({ field, theme: createTheme() })(field.values[row]));
}

const heads = (frame: DataFrame) =>
  frame.fields.filter(({ config }) => !config.custom?.hidden).map(({ config }) => config.displayNameFromDS);

describe('a profile', () => {
  // As pprof -diff_base counts: 26 MiB are new, and the base had 2 MiB in all.
  const view: ViewAnswer = {
    view: 'top',
    sampleType: { type: 'inuse_space', unit: 'bytes' },
    total: 2 * 2 ** 20,
    sum: 26 * 2 ** 20,
    count: 1,
    shown: 26 * 2 ** 20,
    rows: [
      {
        name: 'f',
        function: 'main.f',
        file: 'main.go',
        line: 3,
        flat: 26 * 2 ** 20,
        cum: 26 * 2 ** 20,
        inlined: 'none',
      },
    ],
  };
  const moment = (label: string) => ({ atMs: 7, label });
  const frameOf = (base: string | undefined) =>
    profileFrame(
      { range, view, moment: moment('heap profile at 12:05:00'), base: base ? moment(base) : null, sampled: null },
      FACTS,
      { refId: 'A', profile: 'heap', view: 'top' }
    );

  it('of two says of what its shares are', () => {
    const frame = frameOf('heap profile at 12:00:00');
    expect(cell(frame, 'flat %')).toBe('1300.00%');
    expect(heads(frame)).toEqual([
      'flat',
      'flat % of the base',
      'sum % of the base',
      'cum',
      'cum % of the base',
      'Function',
      'Where',
    ]);
    const said = frame.fields.find(({ name }) => name === 'flat %')!.config.description;
    expect(said).toMatch(/all that the heap profile at 12:00:00 has.*may be more than 100 %/);
  });

  it('of one has the heads of pprof', () => {
    expect(heads(frameOf(undefined)).slice(0, 3)).toEqual(['flat', 'flat %', 'sum %']);
  });
});

describe('a dump by stack', () => {
  const row: DumpStackRow = {
    stackKey: 'k',
    frames: [
      {
        function: 'google.golang.org/grpc/internal/grpcsync.(*Queue[example.com/shop/v2.Order]).run',
        file: '',
        line: 0,
      },
      { function: 'main.wait', file: '/app/main.go', line: 7 },
    ],
    userFrame: 0,
    namedBy: 0,
    blockedOn: 'chan receive',
    count: 3,
    minutes: { least: 0, median: 0, p90: 1, most: 90 },
    oldest: 29,
    waits: [],
    creators: [
      {
        creator: { function: 'example.com/shop/orders.New', file: '/go/shop/orders/new.go', line: 12 },
        count: 3,
      },
    ],
    labels: [],
  };
  const frame = dumpFrame(
    {
      range,
      answer: { total: 3, matched: 3, goroutines: [], stacks: [row], waits: [], caveats: [] },
      takenMs: 5,
      offer: { goroutines: 3, stallMs: 1, bytes: 1, needsConfirmation: false, variable: '' },
    },
    FACTS,
    { refId: 'A', view: 'stacks' }
  );

  it('writes what a dump tells of a wait: whole minutes, and that it was under one', () => {
    expect(['median', 'p90', 'most'].map((name) => cell(frame, name))).toEqual(['under 1 min', '1 min', '1.50 hours']);
  });

  it('says that the oldest is told by its number', () => {
    expect(heads(frame)).toContain('Oldest, no.');
    expect(cell(frame, 'oldest')).toBe('29');
  });

  it('is read without the paths of packages, and a cell that is inspected has them', () => {
    expect(['named by', 'created by', 'stack'].map((name) => cell(frame, name))).toEqual([
      'grpcsync.(*Queue[shop/v2.Order]).run',
      'orders.New\norders/new.go:12',
      'grpcsync.(*Queue[shop/v2.Order]).run ← main.wait',
    ]);
    expect(frame.fields.find(({ name }) => name === 'stack')!.values).toEqual([
      `${row.frames[0]!.function}\nmain.wait app/main.go:7`,
    ]);
  });

  it('has room for all its columns on a page of 1200 px', () => {
    const widths = frame.fields
      .filter(({ config }) => !config.custom?.hidden)
      .map(({ config: { custom } }) => custom.width ?? custom.minWidth);
    expect(widths.every((width) => width >= 90)).toBe(true);
    // Its panel is 1,168 px wide there, less paddings, a scroll bar and some reserve.
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(1100);
  });
});
