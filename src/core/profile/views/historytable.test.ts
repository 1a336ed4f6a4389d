/** @jest-environment node */
import { decodeCapture, profilesIn } from '../../../../testdata/helpers/captures';
import { runSteps } from '../../steps';
import { ProfileError } from '../error';
import { goroutineCounts, StackInterner } from '../goroutines';
import type { Profile } from '../profile';
import type { Frame, Stack } from '../stack';
import { historyTableSteps } from './historytable';
import { profileTableSteps } from './profiletable';
import type { StackTable } from './stacktable';
import { viewSteps } from './views';
import type { CallEdge, FlameNode, NamedFrame, TopEntry, ViewAnswer, ViewOptions } from './view';

const GOROUTINE = { type: 'goroutine', unit: 'count' };
const OPTIONS: ViewOptions = { view: 'top', granularity: 'functions', order: 'flat', top: Infinity, filter: {} };

function historyTable(profile: Profile): StackTable {
  const { counts, stacks } = goroutineCounts(profile, new StackInterner());
  return runSteps(historyTableSteps(stacks, counts, GOROUTINE));
}

function profileTable(profile: Profile): StackTable {
  return runSteps(profileTableSteps(profile, 0));
}

function view(now: StackTable, base: StackTable | undefined, options: Partial<ViewOptions>): ViewAnswer {
  return runSteps(viewSteps(now, base, { ...OPTIONS, ...options }));
}

/** What a history still knows: no line where a function begins, and of no call whether it was inlined. */
function remembered(answer: ViewAnswer): unknown {
  const place = ({ file, function: name, name: label }: NamedFrame) => ({ name: label, function: name, file });
  const sums = (row: TopEntry) => ({ ...place(row), flat: row.flat, cum: row.cum });
  const calls = (edges: readonly CallEdge[]) => edges.map(({ frame, value }) => ({ ...place(frame), value }));
  switch (answer.view) {
    case 'top':
      return { ...answer, rows: answer.rows.map(sums) };
    case 'peek':
    case 'tree':
      return {
        ...answer,
        rows: answer.rows.map((row) => ({ ...sums(row), callers: calls(row.callers), callees: calls(row.callees) })),
      };
    case 'flamegraph':
      return { ...answer, nodes: answer.nodes.map((node: FlameNode) => ({ ...node, frame: place(node.frame) })) };
    case 'traces':
      throw new Error('a history has one trace a stack, a profile one a sample');
  }
}

const VIEWS: ReadonlyArray<Partial<ViewOptions>> = [
  { view: 'top' },
  { view: 'top', order: 'cum' },
  { view: 'top', granularity: 'files' },
  { view: 'tree' },
  { view: 'peek', peek: /http|runtime/ },
  { view: 'flamegraph' },
  { view: 'top', filter: { focus: /net/ } },
  { view: 'tree', filter: { ignore: /http/, hide: /^runtime/ } },
  { view: 'flamegraph', filter: { showFrom: /Serve/, show: /main|http/ } },
];

/** All but Prometheus's, some of whose closures are one stack to a history (docs/stacks.md). */
const CASES = profilesIn('captures', 'blocked').filter((name) => /(?<!prom)\.goroutine/.test(name));

describe.each(CASES)('%s', (name) => {
  const profile = decodeCapture(name);

  it.each(VIEWS)('%p: the same from a history as from the profile', (options) => {
    const found = remembered(view(historyTable(profile), undefined, options));
    expect(found).toEqual(remembered(view(profileTable(profile), undefined, options)));
  });

  it.each(VIEWS)('%p: and so is its difference to another', (options) => {
    const base = decodeCapture('captures/vm.goroutine.d0');
    const found = remembered(view(historyTable(profile), historyTable(base), options));
    expect(found).toEqual(remembered(view(profileTable(profile), profileTable(base), options)));
  });
});

const frame = (name: string, line: number): Frame => ({ function: name, file: `${name}.go`, line });
const stack = (...frames: Frame[]): Stack => ({ key: '', frames, blockedOn: 'other', userFrame: 0 });

it('traces are the stacks in their order, those of value 0 left out', () => {
  const stacks = [stack(frame('leaf', 3), frame('main', 9)), stack(frame('gone', 1)), stack(frame('main', 8)), stack()];
  const table = runSteps(historyTableSteps(stacks, [5, 0, 7, 2], GOROUTINE));
  const answer = view(table, undefined, { view: 'traces', granularity: 'lines' });
  expect(answer).toMatchObject({ total: 14, sum: 12, count: 2, shown: 12 });
  expect((answer as Extract<ViewAnswer, { view: 'traces' }>).rows).toEqual([
    {
      value: 5,
      labels: [],
      isInlined: [false, false],
      frames: [
        { function: 'leaf', file: 'leaf.go', line: 3, name: 'leaf leaf.go:3' },
        { function: 'main', file: 'main.go', line: 9, name: 'main main.go:9' },
      ],
    },
    {
      value: 7,
      labels: [],
      isInlined: [false],
      frames: [{ function: 'main', file: 'main.go', line: 8, name: 'main main.go:8' }],
    },
  ]);
});

it('refuses what cannot be right', () => {
  const stacks = [stack(frame('main', 1))];
  expect(() => runSteps(historyTableSteps(stacks, [1, 2], GOROUTINE))).toThrow(
    new ProfileError('1 stacks have 2 values')
  );
  expect(() => runSteps(historyTableSteps(stacks, [2 ** 53], GOROUTINE))).toThrow(/add up to 2\^53 at most/);
  const [now, base] = [GOROUTINE, { type: 'inuse_space', unit: 'bytes' }].map((type) =>
    runSteps(historyTableSteps(stacks, [1], type))
  );
  expect(() => view(now!, base, {})).toThrow('expected a base of goroutine/count, found inuse_space/bytes');
});
