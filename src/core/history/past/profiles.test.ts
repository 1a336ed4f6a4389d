import { blockedOn } from '../../profile/blockedon';
import { stackKeyOf } from '../../profile/identity';
import { StackInterner } from '../../profile/interner';
import type { Stack } from '../../profile/stack';
import { MemoryHistory } from '../memory';
import { CHUNK_ROWS } from '../runs';
import { scrapeOf, seeded } from '../testing';
import { averages } from './average';
import { CallTree } from './callTree';
import type { PastColumns } from './columns';

const STEP = 60_000;
const KEY = { id: 'p', stamp: 1 };
const CHOICE = { id: 'p', gapMs: 45_000 };

/** By row: goroutines by stack, leaf first, with `;` between the functions. */
type Rows = ReadonlyArray<Readonly<Record<string, number | undefined>>>;

function pastOf(rows: Rows): PastColumns {
  const calls = new CallTree();
  const nodeOf = (stack: string) =>
    stack
      .split(';')
      .reverse()
      .reduce((node, name) => calls.callee(node, name), 0);
  const profiles = rows.map((row) => ({
    nodes: Uint32Array.from(Object.keys(row), nodeOf),
    counts: Float64Array.from(Object.values(row) as number[]),
  }));
  return {
    origin: 'Pyroscope',
    stepMs: STEP,
    times: Float64Array.from(rows, (_, row) => (row + 1) * STEP),
    totals: Float64Array.from(rows, (row) => Object.values(row).reduce<number>((sum, count = 0) => sum + count, 0)),
    profiles: { calls: calls.data, rows: profiles },
    memory: [],
    process: [],
  };
}

function keyOf(stack: string): string {
  return stackKeyOf(stack.split(';'));
}

describe('a past with profiles', () => {
  it('gives each stack its counts, 0 where a row does not have it', () => {
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    const rows = [
      { 'main.a;main.main': 3 },
      {},
      { 'main.a;main.main': 3, 'main.b;main.main': 300 },
      { 'main.main': 1 },
    ];
    history.holdPast(KEY, pastOf(rows), new StackInterner());
    const range = history.range(0, 10 * STEP, CHOICE);
    expect([...range.totals]).toEqual([3, 0, 303, 1]);
    expect([...range.profiled]).toEqual([1, 1, 1, 1]);
    expect([...range.counts(keyOf('main.a;main.main'))]).toEqual([3, 0, 3, 0]);
    expect([...range.counts(keyOf('main.b;main.main'))]).toEqual([0, 0, 300, 0]);
    expect([...range.counts(keyOf('main.main'))]).toEqual([0, 0, 0, 1]);
    expect(range.origins).toEqual([{ row: 0, origin: { from: 'Pyroscope', stepMs: STEP } }]);
  });

  it('agrees with the rows themselves, over chunks', () => {
    const random = seeded(7);
    const stacks = Array.from({ length: 30 }, (_, i) => `main.f${'abc'[i % 3]};main.g_${i};main.main`);
    const rows: Rows = Array.from({ length: CHUNK_ROWS + 70 }, () =>
      Object.fromEntries(stacks.filter(() => random(3) > 0).map((stack) => [stack, 1 + random(1 << (1 + random(20)))]))
    );
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    history.holdPast(KEY, pastOf(rows), new StackInterner());
    const range = history.range(0, Infinity, CHOICE);
    for (const stack of stacks) {
      expect([...range.counts(keyOf(stack))]).toEqual(rows.map((row) => row[stack] ?? 0));
    }
  });

  it('adds up what a key does not tell apart', () => {
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    const rows = [{ 'main.run.func1;main.main': 2, 'main.run.func2;main.main': 5 }, { 'main.run.func2;main.main': 1 }];
    history.holdPast(KEY, pastOf(rows), new StackInterner());
    const range = history.range(0, 10 * STEP, CHOICE);
    expect([...range.counts(keyOf('main.run.func3;main.main'))]).toEqual([7, 1]);
    expect(range.stacks).toHaveLength(1);
  });

  it('is one line with what was sampled, and knows its files and lines', () => {
    const interner = new StackInterner();
    const names = ['runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.wait', 'main.main'];
    const live: Stack = interner.adopt({
      key: stackKeyOf(names),
      frames: names.map((name, i) => interner.frame(name, `/src/${name}.go`, i + 1)),
      blockedOn: 'chan receive (nil chan)',
      userFrame: 3,
    });
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    history.append(scrapeOf(10 * STEP, [[live, 40]]));
    history.holdPast(KEY, pastOf([{ [names.join(';')]: 20, 'main.other;main.main': 1 }]), interner);
    const range = history.range(0, 10 * STEP, CHOICE);
    expect([...range.counts(live.key)]).toEqual([20, 40]);
    expect(range.stacks.find(({ key }) => key === live.key)).toBe(live);
    // A range that has nothing of what was sampled.
    expect(history.range(0, 5 * STEP, CHOICE).stacks[0]).toBe(live);
  });

  it('tells what a stack waits for by its names alone', () => {
    const history = new MemoryHistory({ maxAgeMs: Infinity });
    const names = ['runtime.gopark', 'runtime.selectgo', 'net/http.(*persistConn).readLoop', 'example.org/a.Run'];
    history.holdPast(KEY, pastOf([{ [names.join(';')]: 1 }]), new StackInterner());
    const [stack] = history.range(0, STEP, CHOICE).stacks;
    expect(stack).toMatchObject({ key: stackKeyOf(names), blockedOn: blockedOn(names), userFrame: 3 });
    expect(stack?.blockedOn).toBe('select');
    expect(stack?.frames).toEqual(names.map((name) => ({ function: name, file: '', line: 0 })));
  });
});

describe('averages', () => {
  it('adds up to the average of the whole, and is nowhere 1 away', () => {
    const random = seeded(3);
    for (let round = 0; round < 300; round++) {
      const scrapes = 1 + random(50);
      const sums = Float64Array.from({ length: random(40) }, () => random(1 << random(20)));
      const whole = averages(sums, scrapes);
      const total = sums.reduce((all, sum) => all + sum, 0);
      expect(whole.reduce((all, count) => all + count, 0)).toBe(Math.round(total / scrapes));
      whole.forEach((count, i) => expect(Math.abs(count - (sums[i] as number) / scrapes)).toBeLessThan(1));
    }
  });

  it('is a level, not a sum', () => {
    expect([...averages(Float64Array.of(400, 4, 30), 4)]).toEqual([100, 1, 8]);
    expect([...averages(Float64Array.of(1, 1, 1, 1), 4)]).toEqual([1, 0, 0, 0]);
  });
});
